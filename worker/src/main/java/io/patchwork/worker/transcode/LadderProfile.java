package io.patchwork.worker.transcode;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.coding.AudioCodec;
import io.patchwork.worker.coding.PictureCoding;
import io.patchwork.worker.coding.VideoCodec;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.loudness.Levelling;
import io.patchwork.worker.playlist.Packaging;
import io.patchwork.worker.still.StillFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What renditions are made of a source: data, chosen by a job by name.
 *
 * @param video the ladder that everybody can play, in SDR
 * @param hdr what an HDR source becomes beside it, in ten bits and its own light; null for nothing
 * @param stills of pictures that do not move
 * @param packaging which playlists are written over the fragments
 * @param progressive whether the largest rung is also one file with picture and sound
 * @param strict whether a file is refused that claims to be longer than what it holds
 */
public record LadderProfile(
    String name,
    Video video,
    @Nullable Video hdr,
    Sound sound,
    Stills stills,
    Set<Packaging> packaging,
    boolean progressive,
    boolean strict) {

  /**
   * The ladder.
   *
   * @param preset of the encoder: speed against size
   * @param gopSeconds from key frame to key frame, the same on all rungs
   * @param rungs the largest first
   */
  public record Video(VideoCodec codec, String preset, int gopSeconds, List<Rung> rungs) {
    public Video {
      rungs = List.copyOf(rungs);
    }

    /**
     * The rungs for a source: those that are smaller than it, and its own size by the next larger
     * one. Nothing is enlarged.
     *
     * @return the largest first
     */
    List<Fitted> fitted(FrameSize source) {
      List<Fitted> fitted = new ArrayList<>();
      for (Rung rung : rungs.reversed()) {
        FrameSize size = source.within(rung.longSide(), rung.shortSide());
        fitted.addFirst(new Fitted(size.even(), rung));
        if (size.equals(source)) {
          break;
        }
      }
      return fitted;
    }

    /** How a rung is encoded. */
    PictureCoding coding(Fitted fitted, FrameRate rate, Conform.Light light) {
      return new PictureCoding(
          codec,
          preset,
          fitted.rung().crf(),
          fitted.rung().maxKbps(),
          fitted.size(),
          rate,
          gopFrames(rate),
          light,
          false);
    }

    /** Frames from key frame to key frame at a rate. */
    long gopFrames(FrameRate rate) {
      return PictureCoding.gopFrames(rate, gopSeconds);
    }
  }

  /**
   * A step of the ladder.
   *
   * @param longSide bound of the longer side in pixels
   * @param shortSide bound of the shorter side in pixels
   * @param crf the encoder's constant quality, smaller is better
   * @param maxKbps what a second may take at the most, over two seconds
   */
  public record Rung(int longSide, int shortSide, int crf, int maxKbps) {}

  /** A rung for a source of some size. */
  record Fitted(FrameSize size, Rung rung) {}

  /**
   * The sound.
   *
   * @param kbps one encoding each, the best first
   * @param integratedLufs how loud it is made
   * @param truePeakDb what no peak exceeds, in dBTP
   */
  public record Sound(AudioCodec codec, List<Integer> kbps, int integratedLufs, int truePeakDb) {

    Levelling levelling() {
      return new Levelling(integratedLufs, truePeakDb);
    }

    public Sound {
      kbps = List.copyOf(kbps);
    }
  }

  /**
   * The stills.
   *
   * @param sides what the longer side may be at the most, a size each, the largest first
   * @param formats every size is written in each
   */
  public record Stills(List<Integer> sides, List<StillFormat> formats) {
    public Stills {
      sides = List.copyOf(sides);
      formats = List.copyOf(formats);
    }
  }

  public LadderProfile {
    packaging = Set.copyOf(packaging);
  }
}
