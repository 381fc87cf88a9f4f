package io.patchwork.worker.composition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.List;

/** What is to be seen in a shot. Times in it count from the shot's start. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LayerContent.Video.class, name = "moving"),
  @JsonSubTypes.Type(value = LayerContent.Still.class, name = "still"),
  @JsonSubTypes.Type(value = LayerContent.RasterizedText.class, name = "lettered"),
  @JsonSubTypes.Type(value = LayerContent.SolidColour.class, name = "solid"),
  @JsonSubTypes.Type(value = LayerContent.ColourBars.class, name = "bars"),
  @JsonSubTypes.Type(value = LayerContent.Group.class, name = "layered"),
  @JsonSubTypes.Type(value = LayerContent.TransitionContent.class, name = "crossing")
})
public sealed interface LayerContent {

  /** A picture that is read from a file. */
  sealed interface OfFile extends LayerContent {
    Sha256 sha256();

    Demuxer demuxer();
  }

  /** A picture of an asset. */
  sealed interface OfAsset extends OfFile {
    Id asset();

    VideoStream stream();
  }

  /** Frames of a video. */
  record Video(Id asset, Sha256 sha256, Demuxer demuxer, VideoStream stream, Retime retime)
      implements OfAsset {

    /** The same from a later frame of the shot on. */
    Video from(long frame) {
      return new Video(asset, sha256, demuxer, stream, retime.from(frame));
    }
  }

  /** One picture, standing. */
  record Still(Id asset, Sha256 sha256, Demuxer demuxer, VideoStream stream) implements OfAsset {}

  /**
   * Words that were drawn, with alpha.
   *
   * @param x of its left side, in pixels
   * @param y of its upper side, in pixels: it may move
   */
  record RasterizedText(Sha256 sha256, int x, int width, int height, Curve y) implements OfFile {
    @Override
    public Demuxer demuxer() {
      return Demuxer.PNG;
    }
  }

  /**
   * One colour.
   *
   * @param colour as {@code #rrggbb}
   */
  record SolidColour(String colour) implements LayerContent {
    static final SolidColour BLACK = new SolidColour("#000000");
    static final SolidColour WHITE = new SolidColour("#ffffff");
  }

  /** The colour bars of SMPTE RP 219. */
  record ColourBars() implements LayerContent {}

  /** Pictures on top of each other, the first at the bottom, nothing behind them. */
  record Group(List<Layer> layers) implements LayerContent {
    public Group {
      layers = List.copyOf(layers);
    }
  }

  /**
   * One picture that becomes another.
   *
   * @param progress from 0, all of the one, to 1, all of the other
   */
  record TransitionContent(TransitionKind kind, Curve progress, Group before, Group after)
      implements LayerContent {}
}
