package io.patchwork.worker.edit;

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
  @JsonSubTypes.Type(value = Picture.Moving.class, name = "moving"),
  @JsonSubTypes.Type(value = Picture.Still.class, name = "still"),
  @JsonSubTypes.Type(value = Picture.Lettered.class, name = "lettered"),
  @JsonSubTypes.Type(value = Picture.Solid.class, name = "solid"),
  @JsonSubTypes.Type(value = Picture.Bars.class, name = "bars"),
  @JsonSubTypes.Type(value = Picture.Layered.class, name = "layered"),
  @JsonSubTypes.Type(value = Picture.Crossing.class, name = "crossing")
})
public sealed interface Picture {

  /** A picture that is read from a file. */
  sealed interface OfFile extends Picture {
    Sha256 sha256();

    Demuxer demuxer();
  }

  /** A picture of an asset. */
  sealed interface OfAsset extends OfFile {
    Id asset();

    VideoStream stream();
  }

  /** Frames of a video. */
  record Moving(Id asset, Sha256 sha256, Demuxer demuxer, VideoStream stream, Motion motion)
      implements OfAsset {

    /** The same from a later frame of the shot on. */
    Moving from(long frame) {
      return new Moving(asset, sha256, demuxer, stream, motion.from(frame));
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
  record Lettered(Sha256 sha256, int x, int width, int height, Curve y) implements OfFile {
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
  record Solid(String colour) implements Picture {
    static final Solid BLACK = new Solid("#000000");
    static final Solid WHITE = new Solid("#ffffff");
  }

  /** The colour bars of SMPTE RP 219. */
  record Bars() implements Picture {}

  /** Pictures on top of each other, the first at the bottom, nothing behind them. */
  record Layered(List<Layer> layers) implements Picture {
    public Layered {
      layers = List.copyOf(layers);
    }
  }

  /**
   * One picture that becomes another.
   *
   * @param progress from 0, all of the one, to 1, all of the other
   */
  record Crossing(TransitionKind kind, Curve progress, Layered before, Layered after)
      implements Picture {}
}
