package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AspectChange;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the sample aspect ratio of a video changes, by its decoded key frames: FFmpeg's
 * filters give every frame that of the header. For one thread.
 */
final class AspectScan {

  /** The frame fields, in the order in which FFprobe writes them. */
  static final String ENTRIES = "frame=pkt_pos,sample_aspect_ratio";

  /** Bound on a crafted file: each change makes FFmpeg's expressions longer. */
  private static final int MAX_CHANGES = 50;

  /** A step forwards in time from which FFmpeg takes it for a new clock. */
  private static final RationalTime LEAP = RationalTime.ofSeconds(10, 1);

  private final Map<Long, RationalTime> times;
  private final List<AspectChange> changes = new ArrayList<>();
  private Fraction aspect;

  /**
   * A scan.
   *
   * @param video as measured by its packets
   * @param packets its packets
   * @param zero time on the container's clock from which changes are counted
   */
  AspectScan(VideoStream video, PacketScan packets, RationalTime zero) {
    this.aspect = video.sampleAspect();
    this.times = times(video, packets, zero);
  }

  /** Whether every key frame of a container has a header of its own, as broadcasts have. */
  static boolean isPossible(Demuxer demuxer) {
    return EnumSet.of(Demuxer.MPEG_TS, Demuxer.MPEG_PS).contains(demuxer);
  }

  /**
   * When each key frame is shown, by its offset in bytes. Where the clock begins anew, as in joined
   * recordings, it goes on as FFmpeg mends it.
   */
  private static Map<Long, RationalTime> times(
      VideoStream video, PacketScan packets, RationalTime zero) {
    Map<Long, RationalTime> times = new HashMap<>();
    List<Long> pts = packets.pts();
    List<Long> offsets = packets.offsets();
    List<Integer> keys = packets.keys();
    if (keys.isEmpty()) {
      return times;
    }
    boolean isMended = !SourceClock.isFilled(video);
    Fraction base = packets.timeBase();
    long leap = LEAP.seconds().dividedBy(base).round().longValueExact();
    long frame =
        Fraction.ONE
            .dividedBy(FrameRates.constant(video).perSecond())
            .dividedBy(base)
            .round()
            .longValueExact();
    long shift = 0;
    long last = pts.get(keys.getFirst());
    int from = keys.getFirst();
    for (int key : keys) {
      for (int i = from; i < key; i++) {
        last = Math.max(last, pts.get(i) + shift);
      }
      from = key;
      long at = pts.get(key) + shift;
      if (isMended && (at + frame < last || at > last + leap)) {
        shift += last + frame - at;
      }
      last = pts.get(key) + shift;
      times.put(offsets.get(key), new RationalTime(Fraction.of(last).times(base)).minus(zero));
    }
    return times;
  }

  /** Reads one line of FFprobe's output. */
  void read(String line) {
    String[] fields = line.split(",", 3);
    if (fields.length < 2 || !fields[0].matches("[0-9]{1,18}") || !fields[1].contains(":")) {
      return;
    }
    @Nullable RationalTime time = times.get(Long.parseLong(fields[0]));
    Fraction found = ProbedStreams.aspect(fields[1]);
    if (time != null && !found.equals(aspect) && changes.size() < MAX_CHANGES) {
      changes.add(new AspectChange(time, found));
      aspect = found;
    }
  }

  /** The changes so far, in the order of the file. */
  List<AspectChange> changes() {
    return List.copyOf(changes);
  }
}
