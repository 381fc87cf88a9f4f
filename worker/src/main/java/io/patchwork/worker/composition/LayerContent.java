package io.patchwork.worker.composition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a layer of a shot shows. Times count from the shot's start. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LayerContent.Video.class, name = "video"),
  @JsonSubTypes.Type(value = LayerContent.Still.class, name = "still"),
  @JsonSubTypes.Type(value = LayerContent.RasterizedText.class, name = "text"),
  @JsonSubTypes.Type(value = LayerContent.SolidColour.class, name = "solid"),
  @JsonSubTypes.Type(value = LayerContent.ColourBars.class, name = "bars"),
  @JsonSubTypes.Type(value = LayerContent.Group.class, name = "group"),
  @JsonSubTypes.Type(value = LayerContent.TransitionContent.class, name = "transition")
})
public sealed interface LayerContent {

  /** Content that is decoded from a file. */
  sealed interface OfFile extends LayerContent {
    Sha256 sha256();

    Demuxer demuxer();
  }

  /** Video or a still of an asset. */
  sealed interface OfAsset extends OfFile {
    Id asset();

    VideoStream stream();
  }

  /** Frames of a video. */
  record Video(Id asset, Sha256 sha256, Demuxer demuxer, VideoStream stream, Retime retime)
      implements OfAsset {

    /** The same video for a shot that starts {@code frame} frames later. */
    Video from(long frame) {
      return new Video(asset, sha256, demuxer, stream, retime.from(frame));
    }
  }

  /** A still image. */
  record Still(Id asset, Sha256 sha256, Demuxer demuxer, VideoStream stream) implements OfAsset {}

  /**
   * Text that was rasterized to an image with alpha.
   *
   * @param x of its left edge in the frame, in pixels
   * @param y of its top edge in the frame, in pixels; it changes in a credit roll
   * @param author asset whose words it shows; null where they are nobody's. Pixels do not depend on
   *     it
   */
  record RasterizedText(
      Sha256 sha256, int x, int width, int height, Curve y, @JsonIgnore @Nullable Id author)
      implements OfFile {
    @Override
    public Demuxer demuxer() {
      return Demuxer.PNG;
    }
  }

  /**
   * A frame of one colour.
   *
   * @param colour as {@code #rrggbb}
   */
  record SolidColour(String colour) implements LayerContent {
    public static final SolidColour BLACK = new SolidColour("#000000");
    static final SolidColour WHITE = new SolidColour("#ffffff");
  }

  /** The colour bars of SMPTE RP 219. */
  record ColourBars() implements LayerContent {}

  /** Layers on a transparent background, the first at the bottom. */
  record Group(List<Layer> layers) implements LayerContent {
    public Group {
      layers = List.copyOf(layers);
    }
  }

  /**
   * A transition from one group to another.
   *
   * @param progress from 0, only {@code before}, to 1, only {@code after}; it falls in a nested
   *     timeline that runs backwards
   */
  record TransitionContent(TransitionKind kind, Curve progress, Group before, Group after)
      implements LayerContent {}
}
