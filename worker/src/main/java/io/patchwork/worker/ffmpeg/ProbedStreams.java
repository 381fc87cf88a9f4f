package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.HdrStaticMetadata;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Parses FFprobe's JSON into the streams, cover art, chapters, tags and durations of a file. Every
 * value in it may come from a hostile header.
 */
final class ProbedStreams {

  private static final Fraction MAX_ASPECT = Fraction.of(10);

  /** The picture type of ID3v2.4 (4.14), which FLAC shares. */
  private static final String FRONT = "Cover (front)";

  private static final MathContext LUMINANCE = new MathContext(8);

  private final JsonNode root;
  private final boolean isEstimated;

  /** Why streams cannot be read that the header shows as any other, by index. */
  private final Map<Integer, OtherStream.Unreadable> unreadable;

  /** The streams that the header does not show to be cover art, by index. */
  private final Set<Integer> covers;

  /**
   * A reader.
   *
   * @param root FFprobe's document with streams, format, chapters, and frames of stills
   * @param isEstimated whether its durations are FFmpeg's estimates and no claims of the file
   */
  ProbedStreams(JsonNode root, boolean isEstimated) {
    this(root, isEstimated, Map.of(), Set.of());
  }

  private ProbedStreams(
      JsonNode root,
      boolean isEstimated,
      Map<Integer, OtherStream.Unreadable> unreadable,
      Set<Integer> covers) {
    this.root = root;
    this.isEstimated = isEstimated;
    this.unreadable = Map.copyOf(unreadable);
    this.covers = Set.copyOf(covers);
  }

  /** The same, knowing more streams that cannot be read, by index. */
  ProbedStreams without(Set<Integer> indices, OtherStream.Unreadable why) {
    Map<Integer, OtherStream.Unreadable> all = new HashMap<>(unreadable);
    indices.forEach(index -> all.put(index, why));
    return new ProbedStreams(root, isEstimated, all, covers);
  }

  /** Whether all of these streams are known to be unreadable. */
  boolean lacks(Set<Integer> indices) {
    return unreadable.keySet().containsAll(indices);
  }

  /** The same, knowing one more stream that is cover art. */
  ProbedStreams withCover(int index) {
    Set<Integer> all = new HashSet<>(covers);
    all.add(index);
    return new ProbedStreams(root, isEstimated, unreadable, all);
  }

  /** The indices of the streams with these ids in the container. */
  Set<Integer> withIds(Set<Integer> ids) {
    return root.path("streams")
        .valueStream()
        .filter(stream -> ids.contains(id(stream)))
        .map(stream -> stream.path("index").asInt())
        .collect(Collectors.toSet());
  }

  private static int id(JsonNode stream) {
    String id = stream.path("id").asString("");
    return id.matches("0x[0-9a-f]{1,7}") ? Integer.parseInt(id.substring(2), 16) : -1;
  }

  /** The major brand of an ISO base media file; blank where there is none. */
  String majorBrand() {
    return root.path("format").path("tags").path("major_brand").asString("");
  }

  private static boolean isOf(JsonNode stream, String type) {
    return stream.path("codec_type").asString("").equals(type);
  }

  private boolean isCover(JsonNode stream) {
    return isOf(stream, "video")
        && (stream.path("disposition").path("attached_pic").asInt(0) == 1
            || covers.contains(stream.path("index").asInt())
            || HeifItems.areBesideTracks(root, stream));
  }

  private Optional<OtherStream.Unreadable> unreadable(JsonNode stream) {
    return Optional.ofNullable(unreadable.get(stream.path("index").asInt()))
        .or(() -> UnreadableStreams.why(stream));
  }

  /** The video that can be read, the one that stands for the file first. */
  List<VideoStream> videos() {
    List<VideoStream> videos = new ArrayList<>();
    for (JsonNode stream : root.path("streams")) {
      if (isOf(stream, "video") && !isCover(stream)) {
        video(stream).ifPresent(videos::add);
      }
    }
    videos.sort(StreamLabels.ofVideo());
    // Its tiles depend on it, and say so.
    grid().ifPresent(videos::addFirst);
    return videos;
  }

  /** The image that the tiles of a grid make together (ISO/IEC 23008-12, 6.6.2.3). */
  private Optional<VideoStream> grid() {
    for (JsonNode group : root.path("stream_groups")) {
      JsonNode tiles = group.path("components").path(0);
      int width = tiles.path("width").asInt(0);
      int height = tiles.path("height").asInt(0);
      if (group.path("type").asString("").equals("Tile Grid") && width > 0 && height > 0) {
        return video(root.path("streams").path(0))
            .map(tile -> tile.asGrid(width, height, rotation(group), isMirrored(group)));
      }
    }
    return Optional.empty();
  }

  /** The audio that can be read, the one that stands for the file first. */
  List<AudioStream> audios() {
    List<AudioStream> audios = new ArrayList<>();
    for (JsonNode stream : root.path("streams")) {
      if (isOf(stream, "audio")) {
        audio(stream).ifPresent(audios::add);
      }
    }
    audios.sort(StreamLabels.ofAudio());
    return audios;
  }

  private static boolean isFront(JsonNode cover) {
    return cover.path("tags").path("comment").asString("").equals(FRONT);
  }

  /** The first cover marked as the front, or else the first. */
  Optional<VideoStream> cover() {
    return root.path("streams")
        .valueStream()
        .filter(this::isCover)
        .sorted(Comparator.comparing(cover -> !isFront(cover)))
        .flatMap(cover -> video(cover).stream())
        .findFirst();
  }

  List<OtherStream> otherStreams() {
    return root.path("streams")
        .valueStream()
        .flatMap(stream ->
            ListedStream.of(stream, isCover(stream), unreadable(stream).orElse(null)).stream())
        .toList();
  }

  /** The video and audio that cannot be read. */
  List<OtherStream> unreadableStreams() {
    return otherStreams().stream().filter(stream -> stream.unreadable() != null).toList();
  }

  /**
   * The chapters of the file.
   *
   * @param length duration of the media; null where it is unknown
   */
  ProbedChapters chapters(@Nullable RationalTime length) {
    return ProbedChapters.of(root.path("chapters"), length);
  }

  /** The tags of the file; the streams have labels of their own. */
  SortedMap<String, String> tags() {
    return ProbedTags.ofFile(
        root.path("format"),
        root.path("streams").valueStream().filter(each -> !isCover(each)).toList());
  }

  /** The duration that the header declares; empty where FFmpeg estimated it. */
  Optional<RationalTime> duration() {
    return isEstimated
        ? Optional.empty()
        : ProbedTime.of(root.path("format").path("duration").asString(""));
  }

  /** The time bases in seconds, by stream index. */
  Map<Integer, Fraction> timeBases() {
    Map<Integer, Fraction> timeBases = new HashMap<>();
    for (JsonNode stream : root.path("streams")) {
      String base = stream.path("time_base").asString("");
      if (base.matches("[1-9][0-9]{0,9}/[1-9][0-9]{0,9}")) {
        timeBases.put(stream.path("index").asInt(), Fraction.parse(base));
      }
    }
    return timeBases;
  }

  private Optional<VideoStream> video(JsonNode stream) {
    int width = stream.path("width").asInt(0);
    int height = stream.path("height").asInt(0);
    if (width <= 0 || height <= 0 || unreadable(stream).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new VideoStream(
            stream.path("index").asInt(),
            stream.path("codec_name").asString("unknown"),
            width,
            height,
            aspect(stream.path("sample_aspect_ratio").asString("1:1")),
            rotation(stream),
            isMirrored(stream),
            rate(stream.path("avg_frame_rate").asString("0/0")),
            rate(stream.path("r_frame_rate").asString("0/0")),
            false,
            PixelFormat.of(stream),
            knownText(stream, "color_space"),
            knownText(stream, "color_primaries"),
            knownText(stream, "color_transfer"),
            knownText(stream, "color_range"),
            hasIccProfile(stream),
            hdrStaticMetadata(stream),
            fieldOrder(stream),
            ProbedTime.of(stream.path("start_time").asString("0")).orElse(RationalTime.ZERO),
            ProbedTime.of(stream.path("duration").asString("")).orElse(null),
            null,
            null,
            false,
            StreamLabels.of(stream),
            ImmersiveSideData.dolbyVision(stream),
            ImmersiveSideData.spatial(stream),
            List.of()));
  }

  private Optional<AudioStream> audio(JsonNode stream) {
    int rate = stream.path("sample_rate").asInt(0);
    int channels = stream.path("channels").asInt(0);
    if (rate <= 0 || channels <= 0 || unreadable(stream).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new AudioStream(
            stream.path("index").asInt(),
            stream.path("codec_name").asString("unknown"),
            rate,
            channels,
            knownText(stream, "channel_layout"),
            ProbedTime.of(stream.path("start_time").asString("0")).orElse(RationalTime.ZERO),
            ProbedTime.of(stream.path("duration").asString("")).orElse(null),
            StreamLabels.of(stream)));
  }

  /** The side data of a stream and of the probed frames that have a field. */
  private List<JsonNode> sides(JsonNode stream, String field) {
    List<JsonNode> sides = new ArrayList<>();
    stream.path("side_data_list").forEach(sides::add);
    root.path("frames").forEach(frame -> frame.path("side_data_list").forEach(sides::add));
    return sides.stream().filter(side -> side.has(field)).toList();
  }

  private boolean hasIccProfile(JsonNode stream) {
    return sides(stream, "side_data_type").stream()
        .anyMatch(side -> side.path("side_data_type").asString("").equalsIgnoreCase("ICC profile"));
  }

  private int rotation(JsonNode stream) {
    return DisplayMatrix.rotation(sides(stream, "rotation"));
  }

  private boolean isMirrored(JsonNode stream) {
    return DisplayMatrix.isMirrored(sides(stream, "displaymatrix"));
  }

  private @Nullable HdrStaticMetadata hdrStaticMetadata(JsonNode stream) {
    BigDecimal least = null;
    BigDecimal most = null;
    for (JsonNode side : sides(stream, "max_luminance")) {
      least = luminance(side.path("min_luminance").asString(""));
      most = luminance(side.path("max_luminance").asString(""));
    }
    Integer content = null;
    Integer average = null;
    for (JsonNode side : sides(stream, "max_content")) {
      content = side.path("max_content").asInt(0);
      average = side.path("max_average").asInt(0);
    }
    return least == null && most == null && content == null
        ? null
        : new HdrStaticMetadata(least, most, content, average);
  }

  private static @Nullable BigDecimal luminance(String text) {
    if (!text.matches("[0-9]{1,12}/[1-9][0-9]{0,11}")) {
      return null;
    }
    String[] parts = text.split("/", -1);
    return new BigDecimal(parts[0]).divide(new BigDecimal(parts[1]), LUMINANCE);
  }

  /** The sample aspect ratio; square where the header has an absurd one. */
  static Fraction aspect(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2
        || !parts[0].matches("[0-9]{1,9}")
        || !parts[1].matches("[1-9][0-9]{0,8}")) {
      return Fraction.ONE;
    }
    Fraction aspect = Fraction.parse(parts[0] + "/" + parts[1]);
    boolean isPlausible =
        aspect.compareTo(MAX_ASPECT) <= 0
            && aspect.compareTo(Fraction.ONE.dividedBy(MAX_ASPECT)) >= 0;
    return isPlausible ? aspect : Fraction.ONE;
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
    String order = knownText(stream, "field_order");
    return order == null || order.equals("progressive") ? null : order;
  }

  private static @Nullable String knownText(JsonNode stream, String field) {
    String value = stream.path(field).asString("unknown");
    return value.equals("unknown") ? null : value;
  }
}
