package io.patchwork.worker.ffmpeg;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.OtherStream.Unreadable;
import io.patchwork.schema.manifest.PacketDigest;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Probes a file: its headers, its packets, and whether its video is interlaced. Thread-safe. */
public final class Probe {

  /** Version of the probe result; results of an older version are probed again. */
  private static final int VERSION = 6;

  /** Maximum size in bytes of the interlace detector's output. */
  private static final int MAX_FOUND = 8 << 20;

  /**
   * Tolerated error of a declared duration: half a second or a fiftieth of the whole, whichever is
   * more.
   */
  private static final Fraction SLACK_SECONDS = Fraction.of(1, 2);

  private static final RationalTime MAX_PACKET_DURATION = RationalTime.ofSeconds(5, 1);
  private static final Fraction SLACK_SHARE = Fraction.of(1, 50);

  /** What FFmpeg says where the file has no duration and it divides its size by its bit rate. */
  private static final String ESTIMATED = "Estimating duration from bitrate";

  /** FFprobe prints a tag twice that a file has twice; the last counts. */
  private static final JsonMapper FFPROBE =
      Json.MAPPER.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final FFmpeg ffmpeg;

  public Probe(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * What is in a file.
   *
   * @param frames the index of its video frames; null for stills and audio
   */
  public record Found(MediaInfo media, @Nullable FrameIndex frames) {}

  /** The version of probe and FFmpeg: the same engine finds the same in the same file. */
  public String engine() {
    return VERSION + "-" + ffmpeg.build();
  }

  /**
   * What is in a file.
   *
   * @param folder holds {@code in/file}
   * @throws BadMedia if it cannot be read or has neither video nor audio
   */
  public Found probe(Path folder, String file, Sha256 sha256, Demuxer demuxer, String mediaType)
      throws Failure, InterruptedException {
    ProbedStreams header = streams(folder, file, demuxer);
    check(header, mediaType);
    if (demuxer.isImage()) {
      return new Found(
          info(
              header,
              demuxer,
              mediaType,
              null,
              null,
              header.videos(),
              header.audios(),
              null,
              List.of()),
          null);
    }
    Scanned scanning = scanned(folder, file, demuxer, mediaType, header);
    ProbedStreams streams = scanning.streams;
    PacketScan scan = scanning.scan;
    List<VideoStream> videos = streams.videos();
    List<AudioStream> audios = streams.audios();
    RationalTime scanned = scan.duration().orElse(RationalTime.ZERO);
    @Nullable RationalTime declared =
        demuxer.declaresDuration() ? streams.duration().orElse(null) : null;
    // Edit lists may end in the middle of a packet: such a file holds more than it shows.
    boolean isEdited =
        demuxer == Demuxer.MOV
            && declared != null
            && declared.compareTo(scanned) < 0
            && scanned.minus(declared).compareTo(MAX_PACKET_DURATION) <= 0;
    boolean isHonest = isEdited || isAbout(declared, scanned);
    RationalTime duration = declared != null && isHonest ? declared : scanned;
    if (!videos.isEmpty()) {
      VideoStream video = videos.getFirst();
      @Nullable String order = fieldOrder(video, folder, file, demuxer, duration);
      VideoStream measured =
          video.measured(
              scan.duration(video.index()).orElse(null),
              scan.frames(),
              scan.maxKeyframeInterval().orElse(null),
              order == null && scan.isVariable(),
              order);
      RationalTime zero =
          audios.isEmpty()
              ? video.start()
              : RationalTime.min(video.start(), audios.getFirst().start());
      AspectScan aspects = new AspectScan(measured, scan, zero);
      if (AspectScan.isPossible(demuxer)) {
        read(aspects, measured, folder, file, demuxer);
      }
      videos.set(0, measured.changing(aspects.changes()));
    }
    if (!audios.isEmpty()) {
      AudioStream audio = audios.getFirst();
      scan.duration(audio.index())
          .filter(span -> declared == null || !isAbout(audio.duration(), span))
          .ifPresent(span -> audios.set(0, audio.lasting(span)));
    }
    MediaInfo info =
        info(
            streams,
            demuxer,
            mediaType,
            duration.seconds().signum() > 0 ? duration : null,
            isHonest ? null : declared,
            videos,
            audios,
            videos.isEmpty() ? cover(streams, folder, file, demuxer).orElse(null) : null,
            scan.digests());
    return new Found(info, videos.isEmpty() ? null : index(sha256, videos.getFirst(), scan));
  }

  private ProbedStreams streams(Path folder, String file, Demuxer demuxer)
      throws Failure, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-v", "warning", "-of", "json", "-show_streams", "-show_format"));
    arguments.addAll(List.of("-show_stream_groups", "-show_chapters"));
    if (demuxer.isImage()) {
      // A still's orientation is known only from its decoded frame.
      arguments.addAll(List.of("-show_frames", "-read_intervals", "%+#1"));
    }
    StringBuilder messages = new StringBuilder();
    String text = ffmpeg.probe(arguments, folder, file, demuxer, messages::append);
    try {
      Path bytes = folder.resolve("in").resolve(file);
      JsonNode document = FFPROBE.readTree(text.getBytes(StandardCharsets.UTF_8));
      if (demuxer == Demuxer.BMP && BmpHeader.isPlain(bytes)) {
        PixelFormat.withoutAlpha(document);
      }
      ProbedStreams streams = new ProbedStreams(document, messages.indexOf(ESTIMATED) >= 0);
      if (streams.videos().isEmpty() && streams.audios().isEmpty()) {
        UnreadableStreams.checkSize(messages);
      }
      return demuxer == Demuxer.MPEG_TS
          ? streams.without(streams.withIds(ScrambledPids.of(bytes)), Unreadable.ENCRYPTED)
          : streams;
    } catch (JacksonException e) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "The file is damaged; upload it again.", e.getMessage());
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** The cover, turned as its EXIF says, which FFmpeg knows from the decoded frame alone. */
  private Optional<VideoStream> cover(
      ProbedStreams streams, Path folder, String file, Demuxer demuxer)
      throws Failure, InterruptedException {
    Optional<VideoStream> cover = streams.cover();
    if (cover.filter(each -> each.codec().equals("mjpeg")).isEmpty()) {
      return cover;
    }
    List<String> arguments =
        List.of(
            "-v",
            "warning",
            "-of",
            "json",
            "-select_streams",
            String.valueOf(cover.get().index()),
            "-show_streams",
            "-show_frames",
            "-read_intervals",
            "%+#1");
    try {
      String text = ffmpeg.probe(arguments, folder, file, demuxer, messages -> {});
      ProbedStreams decoded =
          new ProbedStreams(Json.tree(text.getBytes(StandardCharsets.UTF_8)), false);
      return decoded
          .cover()
          .or(() -> decoded.videos().stream().findFirst())
          .map(seen -> cover.get().turned(seen.rotation(), seen.isMirrored()));
    } catch (BadMedia | Crashed | JacksonException unseen) {
      return cover;
    }
  }

  private static void check(ProbedStreams streams, String mediaType) throws BadMedia {
    UnreadableStreams.check(
        streams.unreadableStreams(),
        !streams.videos().isEmpty(),
        !streams.audios().isEmpty(),
        streams.duration(),
        mediaType);
  }

  /** The streams, knowing what their packets tell, and the scan of those that are used. */
  private record Scanned(ProbedStreams streams, PacketScan scan) {}

  /** Scans again as long as the packets show that other streams are to be used. */
  private Scanned scanned(
      Path folder, String file, Demuxer demuxer, String mediaType, ProbedStreams header)
      throws Failure, InterruptedException {
    ProbedStreams streams = header;
    while (true) {
      PacketScan scan = scan(folder, file, demuxer, streams);
      ProbedStreams known = streams;
      Optional<ProbedStreams> better =
          Optional.of(scan.encrypted())
              .filter(encrypted -> !known.lacks(encrypted))
              .map(encrypted -> known.without(encrypted, Unreadable.ENCRYPTED))
              .or(() ->
                  Optional.of(empty(known, scan))
                      .filter(empty -> !empty.isEmpty())
                      .map(empty -> known.without(empty, Unreadable.EMPTY)))
              .or(() ->
                  CoverTrack.index(known.videos(), known.audios(), scan).map(known::withCover));
      if (better.isEmpty()) {
        return new Scanned(streams, scan);
      }
      streams = better.get();
      check(streams, mediaType);
    }
  }

  /** The video and audio without packets. */
  private static Set<Integer> empty(ProbedStreams streams, PacketScan scan) {
    return Stream.concat(
            streams.videos().stream().map(VideoStream::index),
            streams.audios().stream().map(AudioStream::index))
        .filter(index -> !scan.hasPackets(index))
        .collect(Collectors.toSet());
  }

  private static MediaInfo info(
      ProbedStreams streams,
      Demuxer demuxer,
      String mediaType,
      @Nullable RationalTime duration,
      @Nullable RationalTime declared,
      List<VideoStream> videos,
      List<AudioStream> audios,
      @Nullable VideoStream cover,
      List<PacketDigest> digests) {
    ProbedChapters chapters = streams.chapters(duration);
    return new MediaInfo(
        demuxer.kind(!videos.isEmpty()),
        ContainerType.of(demuxer, mediaType, streams.majorBrand(), !videos.isEmpty()),
        demuxer.format(),
        duration,
        declared,
        videos,
        audios,
        cover,
        streams.otherStreams(),
        chapters.chapters(),
        chapters.omitted() == 0 ? null : chapters.omitted(),
        null,
        streams.tags(),
        List.of(),
        digests);
  }

  /** Scans the packets of the first video and audio stream, without decoding. */
  private PacketScan scan(Path folder, String file, Demuxer demuxer, ProbedStreams streams)
      throws Failure, InterruptedException {
    Optional<Integer> video = streams.videos().stream().map(VideoStream::index).findFirst();
    Optional<Integer> audio = streams.audios().stream().map(AudioStream::index).findFirst();
    Map<Integer, Fraction> known = streams.timeBases();
    Map<Integer, Fraction> timeBases = new HashMap<>();
    List.of(video, audio).stream()
        .flatMap(Optional::stream)
        .filter(known::containsKey)
        .forEach(index -> timeBases.put(index, known.get(index)));
    Map<Integer, RationalTime> headerDurations = new HashMap<>();
    if (demuxer == Demuxer.MOV) {
      streams.videos().stream()
          .filter(stream -> stream.duration() != null)
          .forEach(stream -> headerDurations.put(stream.index(), stream.duration()));
    }
    PacketScan scan =
        new PacketScan(timeBases, headerDurations, video.filter(timeBases::containsKey).orElse(-1));
    ffmpeg.scan(folder, file, demuxer, PacketScan.ENTRIES, scan::read);
    return scan;
  }

  private void read(
      AspectScan aspects, VideoStream video, Path folder, String file, Demuxer demuxer)
      throws Failure, InterruptedException {
    try {
      ffmpeg.scanKeyFrames(folder, file, demuxer, video.index(), AspectScan.ENTRIES, aspects::read);
    } catch (BadMedia | Crashed unseen) {
      // What was read until then counts; the pass that decodes all frames reports the damage.
    }
  }

  private static boolean isAbout(@Nullable RationalTime declared, RationalTime scanned) {
    if (declared == null) {
      return false;
    }
    Fraction off = declared.minus(scanned).seconds();
    Fraction share = scanned.seconds().times(SLACK_SHARE);
    Fraction slack = share.compareTo(SLACK_SECONDS) > 0 ? share : SLACK_SECONDS;
    return off.compareTo(slack) <= 0 && off.negate().compareTo(slack) <= 0;
  }

  /** The field order that is detected, or the declared one where detection is not possible. */
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
