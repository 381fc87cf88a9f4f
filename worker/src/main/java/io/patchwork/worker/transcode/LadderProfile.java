package io.patchwork.worker.transcode;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.codec.VideoCodec;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.loudness.LoudnessNormalisation;
import io.patchwork.worker.playlist.StreamingFormat;
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
    Audio audio,
    Stills stills,
    Set<StreamingFormat> packaging,
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
    VideoCoding coding(
        Fitted fitted, FrameRate rate, HouseFormat.TransferFunction transferFunction) {
      return new VideoCoding(
          codec,
          preset,
          fitted.rung().crf(),
          fitted.rung().maxKbps(),
          fitted.size(),
          rate,
          gopFrames(rate),
          transferFunction,
          false);
    }

    /** Frames from key frame to key frame at a rate. */
    long gopFrames(FrameRate rate) {
      return VideoCoding.gopFrames(rate, gopSeconds);
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
  public record Audio(AudioCodec codec, List<Integer> kbps, int integratedLufs, int truePeakDb) {

    LoudnessNormalisation levelling() {
      return new LoudnessNormalisation(integratedLufs, truePeakDb);
    }

    public Audio {
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
