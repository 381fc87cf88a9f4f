package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks FFprobe what is in a file. Thread-safe. */
public final class Probe {

  private static final Fraction MAX_ASPECT = Fraction.of(10);

  private final FFmpeg ffmpeg;

  public Probe(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * What is in a file.
   *
   * @param folder holds {@code in/file}
   * @throws BadMedia if it cannot be read or has neither picture nor sound
   */
  public MediaInfo probe(Path folder, String file, Demuxer demuxer, String mediaType)
      throws Failure, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-v", "error", "-of", "json", "-show_streams", "-show_format"));
    arguments.addAll(List.of("-show_stream_groups"));
    if (demuxer.isImage()) {
      // A still's orientation is known only from its decoded frame.
      arguments.addAll(List.of("-show_frames", "-read_intervals", "%+#1"));
    }
    arguments.addAll(Input.guards(demuxer));
    arguments.add("file:../in/" + file);
    String text = ffmpeg.probe(arguments, folder);
    try {
      MediaInfo info = info(Json.tree(text.getBytes(StandardCharsets.UTF_8)), demuxer, mediaType);
      return info.duration() == null && !demuxer.isImage()
          ? counted(info, folder, file, demuxer)
          : info;
    } catch (JacksonException e) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "The file is damaged; upload it again.", e.getMessage());
    }
  }

  /** The same with the duration that its packets have, for files whose headers have none. */
  private MediaInfo counted(MediaInfo info, Path folder, String file, Demuxer demuxer)
      throws Failure, InterruptedException {
    RationalTime duration = ffmpeg.lastPacket(folder, file, demuxer);
    return new MediaInfo(
        info.kind(), info.mediaType(), info.container(), duration, info.video(), info.audio());
  }

  private static MediaInfo info(JsonNode root, Demuxer demuxer, String mediaType) throws BadMedia {
    if (demuxer == Demuxer.HEIF && !root.path("stream_groups").isEmpty()) {
      throw new BadMedia(
          FailureCode.UNSUPPORTED_FORMAT,
          "HEIC pictures made of tiles are not read yet; send the picture as JPEG or PNG.",
          null);
    }
    List<VideoStream> video = new ArrayList<>();
    List<AudioStream> audio = new ArrayList<>();
    for (JsonNode stream : root.path("streams")) {
      switch (stream.path("codec_type").asString("")) {
        case "video" -> picture(stream, root.path("frames")).ifPresent(video::add);
        case "audio" -> sound(stream).ifPresent(audio::add);
        default -> {
          // Subtitles, data and attachments are not ours to read.
        }
      }
    }
    if (video.isEmpty() && audio.isEmpty() && demuxer == Demuxer.WEBP) {
      throw new BadMedia(
          FailureCode.UNSUPPORTED_FORMAT,
          "Animated WebP is not read yet; send it as GIF or as a video.",
          null);
    }
    if (video.isEmpty() && audio.isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "No picture or sound in this file can be decoded; export it again in another format.",
          mediaType + " without a usable stream");
    }
    return new MediaInfo(
        demuxer.kind(!video.isEmpty()),
        mediaType,
        demuxer.format(),
        demuxer.isImage() ? null : duration(root, video, audio),
        video,
        audio);
  }

  private static Optional<VideoStream> picture(JsonNode stream, JsonNode frames) {
    boolean isCover = stream.path("disposition").path("attached_pic").asInt(0) == 1;
    int width = stream.path("width").asInt(0);
    int height = stream.path("height").asInt(0);
    if (isCover || width <= 0 || height <= 0 || isUnknown(stream)) {
      return Optional.empty();
    }
    int rotation = rotation(stream);
    for (JsonNode frame : frames) {
      rotation = rotation == 0 ? rotation(frame) : rotation;
    }
    return Optional.of(
        new VideoStream(
            stream.path("index").asInt(),
            stream.path("codec_name").asString("unknown"),
            width,
            height,
            aspect(stream.path("sample_aspect_ratio").asString("1:1")),
            rotation,
            rate(stream.path("avg_frame_rate").asString("0/0")),
            rate(stream.path("r_frame_rate").asString("0/0")),
            stream.path("pix_fmt").asString("unknown"),
            known(stream, "color_space"),
            known(stream, "color_primaries"),
            known(stream, "color_transfer"),
            known(stream, "color_range"),
            fieldOrder(stream),
            time(stream.path("start_time").asString("0")).orElse(RationalTime.ZERO),
            time(stream.path("duration").asString("")).orElse(null),
            stream.path("nb_frames").isString()
                ? count(stream.path("nb_frames").asString())
                : null));
  }

  private static Optional<AudioStream> sound(JsonNode stream) {
    int rate = stream.path("sample_rate").asInt(0);
    int channels = stream.path("channels").asInt(0);
    if (rate <= 0 || channels <= 0 || isUnknown(stream)) {
      return Optional.empty();
    }
    return Optional.of(
        new AudioStream(
            stream.path("index").asInt(),
            stream.path("codec_name").asString("unknown"),
            rate,
            channels,
            known(stream, "channel_layout"),
            time(stream.path("start_time").asString("0")).orElse(RationalTime.ZERO),
            time(stream.path("duration").asString("")).orElse(null)));
  }

  private static boolean isUnknown(JsonNode stream) {
    return stream.path("codec_name").asString("").isEmpty();
  }

  private static @Nullable RationalTime duration(
      JsonNode root, List<VideoStream> video, List<AudioStream> audio) {
    Optional<RationalTime> whole = time(root.path("format").path("duration").asString(""));
    if (whole.isPresent()) {
      return whole.get();
    }
    RationalTime longest = RationalTime.ZERO;
    for (VideoStream stream : video) {
      longest = stream.duration() == null ? longest : RationalTime.max(longest, stream.duration());
    }
    for (AudioStream stream : audio) {
      longest = stream.duration() == null ? longest : RationalTime.max(longest, stream.duration());
    }
    return longest.seconds().signum() > 0 ? longest : null;
  }

  /** Degrees clockwise, as FFprobe's counter-clockwise side data says it. */
  private static int rotation(JsonNode node) {
    for (JsonNode side : node.path("side_data_list")) {
      if (side.path("rotation").isNumber()) {
        int counterClockwise = side.path("rotation").asInt();
        return Math.floorMod(-Math.round(counterClockwise / 90f) * 90, 360);
      }
    }
    return 0;
  }

  /** An absurd pixel shape is a broken header: square then. */
  private static Fraction aspect(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2
        || !parts[0].matches("[0-9]{1,9}")
        || !parts[1].matches("[1-9][0-9]{0,8}")) {
      return Fraction.ONE;
    }
    Fraction aspect = Fraction.parse(parts[0] + "/" + parts[1]);
    boolean isSound =
        aspect.compareTo(MAX_ASPECT) <= 0
            && aspect.compareTo(Fraction.ONE.dividedBy(MAX_ASPECT)) >= 0;
    return isSound ? aspect : Fraction.ONE;
  }

  private static @Nullable FrameRate rate(String text) {
    if (!text.matches("[1-9][0-9]{0,17}/[1-9][0-9]{0,17}")) {
      return null;
    }
    try {
      return FrameRate.parse(text);
    } catch (IllegalArgumentException absurd) {
      return null;
    }
  }

  private static @Nullable String fieldOrder(JsonNode stream) {
    String order = known(stream, "field_order");
    return order == null || order.equals("progressive") ? null : order;
  }

  private static @Nullable String known(JsonNode stream, String field) {
    String value = stream.path(field).asString("unknown");
    return value.equals("unknown") ? null : value;
  }

  private static Optional<RationalTime> time(String text) {
    return text.matches("-?[0-9]{1,12}(\\.[0-9]{1,12})?")
        ? Optional.of(new RationalTime(Fraction.of(new BigDecimal(text))))
        : Optional.empty();
  }

  private static @Nullable Long count(String text) {
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }
}
