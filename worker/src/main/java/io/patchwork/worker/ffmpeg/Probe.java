package io.patchwork.worker.ffmpeg;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Finds out what is in a file: what its headers say, what its packets are, and whether its picture
 * is woven of fields. Thread-safe.
 */
public final class Probe {

  /** Of what is found; another finds more, so that what an older one found is looked at again. */
  private static final int VERSION = 2;

  /** Bytes of what the measurement of combs says. */
  private static final int MAX_FOUND = 8 << 20;

  /** Headers are believed as far as this: half a second, and a fiftieth of the whole. */
  private static final Fraction SLACK_SECONDS = Fraction.of(1, 2);

  private static final RationalTime LONGEST_PACKET = RationalTime.ofSeconds(5, 1);
  private static final Fraction SLACK_SHARE = Fraction.of(1, 50);

  private final FFmpeg ffmpeg;

  public Probe(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * What is in a file.
   *
   * @param frames where the frames of its picture are; absent for stills and sounds
   */
  public record Found(MediaInfo media, @Nullable FrameIndex frames) {}

  /** What looked: the same finds the same in the same file. */
  public String engine() {
    return VERSION + "-" + ffmpeg.build();
  }

  /**
   * What is in a file.
   *
   * @param folder holds {@code in/file}
   * @throws BadMedia if it cannot be read or has neither picture nor sound
   */
  public Found probe(Path folder, String file, Sha256 sha256, Demuxer demuxer, String mediaType)
      throws Failure, InterruptedException {
    ProbedStreams streams = streams(folder, file, demuxer);
    List<VideoStream> pictures = streams.pictures();
    List<AudioStream> audios = streams.audios();
    check(streams, mediaType);
    if (demuxer.isImage()) {
      return new Found(info(streams, demuxer, mediaType, null, null, pictures, audios), null);
    }
    PacketScan scan = scan(folder, file, demuxer, streams);
    RationalTime held = scan.duration().orElse(RationalTime.ZERO);
    @Nullable RationalTime declared = streams.duration().orElse(null);
    // Lists of edits end in the middle of packets: such a file holds more than it shows.
    boolean isEdited =
        demuxer == Demuxer.MOV
            && declared != null
            && declared.compareTo(held) < 0
            && held.minus(declared).compareTo(LONGEST_PACKET) <= 0;
    boolean isHonest = isEdited || isAbout(declared, held);
    RationalTime duration = declared != null && isHonest ? declared : held;
    if (!pictures.isEmpty()) {
      VideoStream video = pictures.getFirst();
      @Nullable String order = fieldOrder(video, folder, file, demuxer, duration);
      pictures.set(
          0,
          video.measured(
              scan.duration(video.index()).orElse(null),
              scan.frames(),
              scan.maxKeyframeInterval().orElse(null),
              order == null && scan.isVariable(),
              order));
    }
    MediaInfo info =
        info(
            streams,
            demuxer,
            mediaType,
            duration.seconds().signum() > 0 ? duration : null,
            isHonest ? null : declared,
            pictures,
            audios);
    return new Found(info, pictures.isEmpty() ? null : index(sha256, pictures.getFirst(), scan));
  }

  private ProbedStreams streams(Path folder, String file, Demuxer demuxer)
      throws Failure, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-v", "error", "-of", "json", "-show_streams", "-show_format"));
    arguments.addAll(List.of("-show_stream_groups", "-show_chapters"));
    if (demuxer.isImage()) {
      // A still's orientation is known only from its decoded frame.
      arguments.addAll(List.of("-show_frames", "-read_intervals", "%+#1"));
    }
    String text = ffmpeg.probe(arguments, folder, file, demuxer);
    try {
      return new ProbedStreams(Json.tree(text.getBytes(StandardCharsets.UTF_8)));
    } catch (JacksonException e) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "The file is damaged; upload it again.", e.getMessage());
    }
  }

  private static void check(ProbedStreams streams, String mediaType) throws BadMedia {
    if (!streams.pictures().isEmpty() || !streams.audios().isEmpty()) {
      return;
    }
    throw new BadMedia(
        FailureCode.UNDECODABLE,
        "No picture or sound in this file can be decoded; export it again in another format.",
        mediaType + " without a usable stream");
  }

  private static MediaInfo info(
      ProbedStreams streams,
      Demuxer demuxer,
      String mediaType,
      @Nullable RationalTime duration,
      @Nullable RationalTime declared,
      List<VideoStream> pictures,
      List<AudioStream> audios) {
    return new MediaInfo(
        demuxer.kind(!pictures.isEmpty()),
        mediaType,
        demuxer.format(),
        duration,
        declared,
        pictures,
        audios,
        pictures.isEmpty() ? streams.cover().orElse(null) : null,
        streams.otherStreams(),
        streams.chapters(),
        null,
        streams.tags());
  }

  /** A read of the whole file without decoding, of the streams that everything is made from. */
  private PacketScan scan(Path folder, String file, Demuxer demuxer, ProbedStreams streams)
      throws Failure, InterruptedException {
    Optional<Integer> video = streams.pictures().stream().map(VideoStream::index).findFirst();
    Optional<Integer> audio = streams.audios().stream().map(AudioStream::index).findFirst();
    Map<Integer, Fraction> known = streams.timeBases();
    Map<Integer, Fraction> timeBases = new HashMap<>();
    List.of(video, audio).stream()
        .flatMap(Optional::stream)
        .filter(known::containsKey)
        .forEach(index -> timeBases.put(index, known.get(index)));
    PacketScan scan = new PacketScan(timeBases, video.filter(timeBases::containsKey).orElse(-1));
    ffmpeg.scan(folder, file, demuxer, PacketScan.ENTRIES, scan::read);
    return scan;
  }

  private static boolean isAbout(@Nullable RationalTime declared, RationalTime held) {
    if (declared == null) {
      return false;
    }
    Fraction off = declared.minus(held).seconds();
    Fraction share = held.seconds().times(SLACK_SHARE);
    Fraction slack = share.compareTo(SLACK_SECONDS) > 0 ? share : SLACK_SECONDS;
    return off.compareTo(slack) <= 0 && off.negate().compareTo(slack) <= 0;
  }

  /** Which field comes first, as the frames show it where they can be looked at. */
  private @Nullable String fieldOrder(
      VideoStream video, Path folder, String file, Demuxer demuxer, RationalTime duration)
      throws Failure, InterruptedException {
    if (!InterlaceDetector.isPossible(video)) {
      return video.fieldOrder();
    }
    try {
      ffmpeg.run(InterlaceDetector.pass(file, demuxer, video, duration), folder, progress -> {});
      String found =
          ChildOutput.text(folder.resolve("out").resolve(InterlaceDetector.FOUND), MAX_FOUND);
      return InterlaceDetector.fieldOrder(found, video.fieldOrder());
    } catch (BadMedia | Crashed unseen) {
      return video.fieldOrder();
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static @Nullable FrameIndex index(Sha256 sha256, VideoStream video, PacketScan scan) {
    return scan.frames() == 0 || !scan.isWhole()
        ? null
        : new FrameIndex(
            FrameIndex.FORMAT,
            sha256,
            video.index(),
            scan.timeBase(),
            scan.pts(),
            scan.offsets(),
            scan.keys());
  }
}
