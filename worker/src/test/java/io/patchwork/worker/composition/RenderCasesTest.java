package io.patchwork.worker.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Timelines of other people's kinds: which frame of which source each frame of the film shows, what
 * is heard, and what is noted. The files of {@code cases/render} with their media as {@code kit.py}
 * makes them.
 */
final class RenderCasesTest {

  private static final FrameSize FRAME = new FrameSize(640, 360);

  private static VideoStream picture(long numerator, long denominator, long frames) {
    return TestPicture.of(320, 180)
        .rate(numerator, denominator)
        .lasting(frames * denominator, numerator)
        .stream();
  }

  private static Optional<SourceMedia> media(Id asset) {
    return Optional.ofNullable(
        switch (asset.value()) {
          case "plain" -> film("plain", picture(24, 1, 192), null);
          case "coded" -> film("coded", picture(24, 1, 192), "01:00:00:00");
          case "dropped" -> film("dropped", picture(30_000, 1001, 240), "01:00:00;00");
          case "counted" -> film("counted", picture(30_000, 1001, 240), "01:00:00:00");
          case "ntsc" -> film("ntsc", picture(24_000, 1001, 192), null);
          case "cinema" -> film("cinema", picture(24_000, 1001, 192), "01:00:00:00");
          case "early" -> film("early", picture(25, 1, 200), "00:00:02:00");
          case "broken" -> film("broken", picture(25, 1, 200), "01:00:00:99");
          case "slow" -> film("slow", picture(1, 1, 60), null);
          case "fifty" -> film("fifty", picture(50, 1, 500), null);
          case "end" -> film("end", picture(25, 1, 50), null);
          case "two", "left" -> sound(asset.value(), new TreeMap<>());
          // Recorded from ten o'clock on.
          case "field" -> sound("field", new TreeMap<>(Map.of("time_reference", "1728000000")));
          case "red", "yellow", "blue" -> still(asset.value());
          default -> null;
        });
  }

  private static SourceMedia film(String name, VideoStream picture, @Nullable String timecode) {
    TreeMap<String, String> tags = new TreeMap<>();
    if (timecode != null) {
      tags.put("timecode", timecode);
    }
    return source(
        name,
        MediaInfo.of(
                MediaKind.VIDEO,
                "video/quicktime",
                "mov",
                picture.duration(),
                List.of(picture),
                List.of(stereo(1)))
            .tagged(tags));
  }

  private static SourceMedia sound(String name, SortedMap<String, String> tags) {
    return source(
        name,
        MediaInfo.of(
                MediaKind.AUDIO,
                "audio/wav",
                "wav",
                RationalTime.ofSeconds(8, 1),
                List.of(),
                List.of(stereo(0)))
            .tagged(tags));
  }

  private static SourceMedia still(String name) {
    VideoStream picture = TestPicture.of(320, 180).codec("png").still().pixels("rgb24").stream();
    return source(
        name,
        MediaInfo.of(MediaKind.IMAGE, "image/png", "png_pipe", null, List.of(picture), List.of()));
  }

  private static AudioStream stereo(int index) {
    return new AudioStream(index, "pcm_s16le", 48_000, 2, "stereo", RationalTime.ZERO, null);
  }

  private static SourceMedia source(String name, MediaInfo info) {
    return new SourceMedia(
        new Id(name),
        Sha256.of(name),
        "file:///uploads/" + name,
        info,
        null,
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        null);
  }

  private static ResolvedTimeline resolve(String document) throws Exception {
    String assets = document.replaceAll("\"m/([a-z]+)\\.[a-z0-9]+\"", "\"asset:$1\"");
    Timeline timeline = OtioReader.read(assets.getBytes(StandardCharsets.UTF_8));
    return TimelineResolver.resolve(timeline, RenderCasesTest::media, false);
  }

  private static String document(String name) throws Exception {
    String file = "/cases/render/" + name + ".otio";
    try (InputStream in = RenderCasesTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * What a frame shows.
   *
   * @param number of the video's frame; negative for what has no frames
   */
  private record Seen(String name, long number) {
    Seen(String name) {
      this(name, -1);
    }
  }

  /** Frames that show one thing, or a video's frames one by one, forwards or in reverse. */
  private record Run(Seen first, Seen last, int length) {

    Optional<Run> with(Seen next) {
      long step = next.number() - last.number();
      boolean isNext =
          last.number() < 0
              ? step == 0
              : Math.abs(step) == 1
                  && (length == 1 || Long.signum(last.number() - first.number()) == step);
      return isNext && next.name().equals(last.name())
          ? Optional.of(new Run(first, next, length + 1))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return first.number() < 0
          ? first.name() + "x" + length
          : first.name() + ":" + first.number() + (length == 1 ? "" : ".." + last.number());
    }
  }

  /** What each frame shows: {@code source:first..last}, {@code mix} where two are seen. */
  private static String shown(ResolvedTimeline timeline) {
    LayerEvaluator evaluator = new LayerEvaluator(timeline, FRAME);
    List<Run> runs = new ArrayList<>();
    for (long frame = 0; frame < evaluator.frames(); frame++) {
      Seen seen = seen(evaluator.layers(frame, frame + 1));
      Optional<Run> longer = runs.isEmpty() ? Optional.empty() : runs.getLast().with(seen);
      if (longer.isPresent()) {
        runs.removeLast();
      }
      runs.add(longer.orElse(new Run(seen, seen, 1)));
    }
    return String.join(" ", runs.stream().map(Run::toString).toList());
  }

  private static Seen seen(List<Layer> layers) {
    if (layers.isEmpty()) {
      return new Seen("black");
    }
    Layer top = layers.getLast();
    if (!top.opacity().isEmpty()) {
      return new Seen("mix");
    }
    return switch (top.content()) {
      case LayerContent.Video video ->
          new Seen(video.asset().value(), number(video.retime(), video.stream()));
      case LayerContent.Still still -> new Seen(still.asset().value());
      case LayerContent.SolidColour(String colour) -> new Seen(colour);
      case LayerContent.Group(List<Layer> inner) -> seen(inner);
      case LayerContent.ColourBars _ -> new Seen("bars");
      case LayerContent.RasterizedText _, LayerContent.TransitionContent _ -> new Seen("mix");
    };
  }

  /** The video's own number: of a grid's frame that which is on in its middle. */
  private static long number(Retime retime, VideoStream stream) {
    Fraction own = Objects.requireNonNull(stream.averageFrameRate()).perSecond();
    Fraction middle = Fraction.of(2 * retime.frame(0) + 1, 2);
    return middle
        .times(own)
        .dividedBy(retime.grid().perSecond())
        .ceiling()
        .subtract(BigInteger.ONE)
        .longValueExact();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reverse-range             | 24 | plain:43..20 |
          zero-rate-available       | 24 | redx12 mixx16 yellowx16 mixx16 bluex12 |
          colour-of-an-editor       | 24 | #ff0000x6 blackx6 #0000ffx6 |
          rate-one                  | 24 | plain:48..119 | 24 frames a second
          timecode-without-available| 24 | coded:48..71 | timecode of asset coded, which begins at 01:00:00:00
          track-range-elsewhere     | 24 | blackx24 | Video track 1 shows nothing
          frames-beyond             | 24 | plain:190..191 plain:191 plain:191 | 0:00:00.083 more media
          last-of-a-program-stream  | 25 | end:40..49 |
          effects-that-do-nothing   | 24 | plain:0..11 |
          no-ranges                 | 24 | plain:0..191 | 24 frames a second
          timecode-pass             | 24 | coded:48..59 plain:48..59 coded:48..59 |
          neighbours-pass           | 24 | plain:24..35 mixx48 plain:108..119 |
          nested-pass               | 24 | blackx12 plain:0..23 blackx24 ntsc:60..83 plain:60..71 |
          fractions-pass            | 24 | plain:0..30 plain:40..68 plain:80..109 plain:120..149 |
          """)
  void everyFrameShowsWhatTheDocumentMeans(String name, String rate, String shown, String note)
      throws Exception {
    ResolvedTimeline timeline = resolve(document(name));

    assertThat(timeline.rate()).isEqualTo(FrameRate.parse(rate));
    assertThat(shown(timeline)).isEqualTo(shown);
    if (note == null) {
      assertThat(timeline.warnings()).isEmpty();
    } else {
      assertThat(timeline.warnings()).singleElement().asString().contains(note);
    }
  }

  private static String heard(ResolvedTimeline timeline, long samples) throws Exception {
    List<String> clips = new ArrayList<>();
    MixPlanner.mixClips(timeline, samples)
        .getFirst()
        .forEach(
            clip -> clips.add(clip.at() + "+" + clip.samples() + " from " + clip.first().round()));
    return String.join(", ", clips);
  }

  @Test
  void soundIsWhereThePictureIs() throws Exception {
    assertThat(heard(resolve(document("reverse-range")), 48_000)).isEqualTo("0+48000 from 88000");
    assertThat(heard(resolve(document("timecode-without-available")), 48_000))
        .isEqualTo("0+48000 from 96000");
    assertThat(heard(resolve(document("rate-one")), 144_000)).isEqualTo("0+144000 from 96000");
    assertThat(heard(resolve(document("no-ranges")), 384_000)).isEqualTo("0+384000 from 0");
  }

  @ParameterizedTest
  @CsvSource({"48000", "44100", "96000", "1000"})
  void aSongIsCountedInSamples(String rate) throws Exception {
    String song = document("song-at-sample-rate");
    ResolvedTimeline timeline =
        resolve(
            rate.equals("48000")
                ? song
                : timeline(
                    "Audio", clip("two", "0.5", "1", rate), clip("two", "2.5", "0.5", rate)));

    assertThat(timeline.duration()).isEqualTo(RationalTime.ofSeconds(3, 2));
    assertThat(heard(timeline, 72_000)).isEqualTo("0+48000 from 24000, 48000+24000 from 120000");
    assertThat(timeline.warnings()).isEmpty();
  }

  @ParameterizedTest(name = "channels {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1   | 1     |
          0   | 0     |
          0 1 |       |
          1 0 | 1 0   |
          5   | none  | channel 6 of asset left, which has 2
          0 7 | 0     | channel 8 of asset left, which has 2
          """)
  void theChannelsThatADocumentNamesAreHeard(String named, String heard, String note)
      throws Exception {
    String channels =
        Stream.of(named.split(" ", -1))
            .map(each -> "{\"Source Channel ID\":" + each + ",\"Source Track ID\":0}")
            .collect(Collectors.joining(","));
    ResolvedTimeline timeline =
        resolve(
            document("channel-of-a-file")
                .replaceAll("(?s)\"Channels\": \\[.*?\\]", "\"Channels\":[" + channels + "]"));

    List<MixClip> clips = MixPlanner.mixClips(timeline, 96_000).getFirst();
    String played =
        clips.isEmpty()
            ? "none"
            : clips.getFirst().channels().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    assertThat(played).isEqualTo(heard == null ? "" : heard);
    if (note == null) {
      assertThat(timeline.warnings()).isEmpty();
    } else {
      assertThat(timeline.warnings()).singleElement().asString().contains(note);
    }
  }

  /** A clip whose range is given in seconds. */
  private static String clip(String asset, String start, String seconds, String rate) {
    return clip(asset, start, seconds, rate, "");
  }

  private static String clip(
      String asset, String start, String seconds, String rate, String effects) {
    return """
    {"OTIO_SCHEMA":"Clip.2","name":"c","source_range":{"OTIO_SCHEMA":"TimeRange.1",
      "start_time":%s,"duration":%s},"effects":[%s],"media_references":{"DEFAULT_MEDIA":
      {"OTIO_SCHEMA":"ExternalReference.1","target_url":"asset:%s"}}}\
    """
        .formatted(time(start, rate), time(seconds, rate), effects, asset);
  }

  private static String time(String seconds, String rate) {
    String value = new BigDecimal(seconds).multiply(new BigDecimal(rate)).toPlainString();
    return "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":" + value + ",\"rate\":" + rate + "}";
  }

  private static String timeline(String kind, String... items) {
    return "{\"OTIO_SCHEMA\":\"Timeline.1\",\"name\":\"t\",\"tracks\":{\"OTIO_SCHEMA\":\"Stack.1\","
        + "\"children\":["
        + track(kind, items)
        + "]}}";
  }

  private static String track(String kind, String... items) {
    return "{\"OTIO_SCHEMA\":\"Track.1\",\"kind\":\""
        + kind
        + "\",\"children\":["
        + String.join(",", items)
        + "]}";
  }

  @ParameterizedTest(name = "counted at {0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1     | plain 2, fifty 1           | 24 | 24 frames
          1000  | plain 2, fifty 3           | 50 | 50 frames
          24000 | plain 1, fifty 2, ntsc 1.5 | 50 | 50 frames
          44100 | ntsc 1, plain 1            | 24000/1001 | 23.976 frames
          48000 | fifty 1, plain 1           | 50 | 50 frames
          4     | slow 9, plain 1            | 24 | 24 frames
          1000  | slow 9                     | 25 | 25 frames a second;
          90000 | red 9                      | 25 | 25 frames a second;
          300   | dropped 1                  | 30000/1001 | 29.97 frames
          """)
  void withoutARateOfPicturesTheMediaOnScreenLongestDecide(
      String rate, String clips, String expected, String note) throws Exception {
    List<String> items = new ArrayList<>();
    for (String each : clips.split(", ", -1)) {
      String[] parts = each.split(" ", -1);
      items.add(clip(parts[0], "0", parts[1], rate));
    }

    ResolvedTimeline timeline = resolve(timeline("Video", items.toArray(String[]::new)));

    assertThat(timeline.rate()).isEqualTo(FrameRate.parse(expected));
    assertThat(timeline.warnings()).singleElement().asString().contains(note);
  }

  @Test
  void ofMediaThatAreOnScreenEquallyLongTheLowestTrackDecides() throws Exception {
    String tracks =
        track("Video", clip("fifty", "0", "2", "1"))
            + ","
            + track("Video", clip("plain", "0", "2", "1"));
    String lower = timeline("Video").replace(track("Video"), tracks);

    assertThat(resolve(lower).rate()).isEqualTo(FrameRate.of(50, 1));
  }

  @ParameterizedTest(name = "{0} from {1} at {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dropped | 107892 | 29.97  | dropped:0..23  | timecode of asset dropped
          dropped | 107992 | 29.97  | dropped:100..123 | begins at 01:00:00;00
          counted | 108030 | 29.97  | counted:30..53 | begins at 01:00:00:00
          cinema  | 86448  | 23.976 | cinema:48..71  | timecode of asset cinema
          early   | 225    | 25     | early:175..198 | timecode of asset early
          early   | 60     | 25     | early:60..83   | as well; give its media an available range
          """)
  void aRangeInTheTimecodeOfItsFileIsUnderstood(
      String asset, long start, String rate, String shown, String note) throws Exception {
    ResolvedTimeline timeline = resolve(frames(asset, start, 24, rate));

    assertThat(shown(timeline)).isEqualTo(shown);
    assertThat(timeline.warnings()).singleElement().asString().contains(note);
  }

  private static String frames(String asset, long start, long frames, String rate) {
    String time = "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":%d,\"rate\":%s}";
    return timeline(
        "Video",
        clip(asset, "0", "1", "1")
            .replace(time("0", "1"), time.formatted(start, rate))
            .replace(time("1", "1"), time.formatted(frames, rate)));
  }

  @Test
  void aRecordersTimeReferenceIsATimecode() throws Exception {
    ResolvedTimeline timeline = resolve(timeline("Audio", clip("field", "36002", "1", "25")));

    assertThat(heard(timeline, 48_000)).isEqualTo("0+48000 from 96000");
    assertThat(timeline.warnings()).singleElement().asString().contains("timecode of asset field");
  }

  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource({"coded, 90000, timecode", "dropped, 100, of asset dropped", "plain, 86448, only"})
  void whatFitsNeitherReadingIsRefused(String asset, long start, String says) {
    long frames = asset.equals("dropped") ? 500 : 24;
    assertThatThrownBy(() -> resolve(frames(asset, start, frames, "24")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.RANGE_OUTSIDE_MEDIA))
        .hasMessageContaining(says);
  }

  @Test
  void aTimecodeThatIsNoneIsNotUsed() {
    assertThatThrownBy(() -> resolve(frames("broken", 90_010, 10, "25")))
        .isInstanceOf(Refused.class)
        .hasMessageNotContaining("timecode");
  }

  @ParameterizedTest(name = "with placeholders: {0}")
  @CsvSource({"false, is not known; ingest it first", "true, has no length of its own"})
  void aClipWithoutRangesOfMediaThatIsMissingIsRefusedByName(boolean hasPlaceholders, String says)
      throws Exception {
    String none = clip("nowhere", "0", "1", "24").replaceAll("(?s)\"source_range\".*?}},", "");
    Timeline timeline = OtioReader.read(timeline("Video", none).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(
            () -> TimelineResolver.resolve(timeline, RenderCasesTest::media, hasPlaceholders))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("item 1 \"c\"")
        .hasMessageContaining(says);
  }

  private static String speed(String scalar) {
    return "{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"time_scalar\":" + scalar + "}";
  }

  /** The frame that begins last before {@code start + (length - t) * speed}. */
  private static List<Long> reversed(
      Fraction own, Fraction film, long start, long length, Fraction speed) {
    List<Long> frames = new ArrayList<>();
    for (long k = 0; k < length; k++) {
      Fraction media = Fraction.of(start).plus(Fraction.of(length - k).times(speed));
      frames.add(
          media.times(own).dividedBy(film).ceiling().subtract(BigInteger.ONE).longValueExact());
    }
    return frames;
  }

  private static List<Long> numbers(ResolvedTimeline timeline) {
    LayerEvaluator evaluator = new LayerEvaluator(timeline, FRAME);
    List<Long> numbers = new ArrayList<>();
    for (long frame = 0; frame < evaluator.frames(); frame++) {
      Layer layer = evaluator.layers(frame, frame + 1).getFirst();
      LayerContent.Video video = (LayerContent.Video) layer.content();
      numbers.add(number(video.retime(), video.stream()));
    }
    return numbers;
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "plain, -1",
    "plain, -0.5",
    "plain, -2",
    "dropped, -1",
    "dropped, -0.5",
    "fifty, -2",
    "ntsc, -1"
  })
  void inReverseTheLastFrameBeforeTheEndIsTheFirst(String asset, String scalar) throws Exception {
    String clip = clip(asset, "1", "1.5", "24", speed(scalar));
    Fraction own =
        Objects.requireNonNull(
                media(new Id(asset))
                    .orElseThrow()
                    .info()
                    .videoStream()
                    .orElseThrow()
                    .averageFrameRate())
            .perSecond();
    List<Long> expected =
        reversed(own, Fraction.of(24), 24, 36, Fraction.of(new BigDecimal(scalar).negate()));

    assertThat(numbers(resolve(timeline("Video", clip)))).isEqualTo(expected);
  }

  @Test
  void underANestedWarpTwoReversesPlayForwardsAndOneHalvesIt() throws Exception {
    String twice =
        nested("[" + clip("plain", "1", "1", "24", speed("-1")) + "]", "0", "1", speed("-1"));
    String halved = nested("[" + clip("plain", "1", "1", "24", "") + "]", "0", "1", speed("-0.5"));
    String inner = nested("[" + clip("plain", "1", "2", "24", "") + "]", "0", "2", speed("2"));
    String outer = nested("[" + inner + "]", "0", "1", speed("-1"));

    assertThat(shown(resolve(timeline("Video", twice)))).isEqualTo("plain:24..47");
    assertThat(numbers(resolve(timeline("Video", halved))))
        .isEqualTo(reversed(Fraction.of(24), Fraction.of(24), 24, 24, Fraction.of(1, 2)));
    // At double speed the first second shows frames 24 to 70; backwards from 72 on.
    assertThat(numbers(resolve(timeline("Video", outer))))
        .startsWith(71L, 69L, 67L)
        .endsWith(29L, 27L, 25L);
  }

  private static String nested(String children, String start, String seconds, String effects) {
    return """
    {"OTIO_SCHEMA":"Track.1","kind":"Video","source_range":{"OTIO_SCHEMA":"TimeRange.1",
      "start_time":%s,"duration":%s},"effects":[%s],"children":%s}\
    """
        .formatted(time(start, "24"), time(seconds, "24"), effects, children);
  }

  @Test
  void theInHandleOfAReversedClipLiesBehindItsRange() throws Exception {
    String dissolve =
        "{\"OTIO_SCHEMA\":\"Transition.1\",\"transition_type\":\"SMPTE_Dissolve\",\"in_offset\":"
            + time("0.25", "24")
            + ",\"out_offset\":"
            + time("0", "24")
            + "}";
    ResolvedTimeline timeline =
        resolve(
            timeline(
                "Video",
                clip("coded", "0", "1", "24"),
                dissolve,
                clip("plain", "1", "1", "24", speed("-1"))));

    Layer incoming = new LayerEvaluator(timeline, FRAME).layers(18, 19).getLast();
    assertThat(((LayerContent.Video) incoming.content()).retime().frame(0)).isEqualTo(53);
    assertThat(timeline.warnings()).isEmpty();
    assertThat(
            resolve(
                    timeline(
                        "Video",
                        clip("coded", "0", "1", "24"),
                        dissolve,
                        clip("plain", "7", "1", "24", speed("-1"))))
                .warnings())
        .singleElement()
        .asString()
        .contains("needs a handle of 0:00:00.250 more", "the last frame is held");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kdenlive:SolidColor | {"kdenlive":{"color":"0xff8000ff"}} | #ff8000
          kdenlive:SolidColor | {"kdenlive":{"color":"#80ff8000"}}  | mix
          SolidColor          | {"color":"0x00FF00ff"}              | #00ff00
          SolidColor          | {"color":"navy"}                    | #000080
          Solid Color         | {"Resolve_OTIO":[{"Effect Name":"Solid Color","Parameters":[{"Parameter ID":"color","Parameter Value":"#123456"}]}]} | #123456
          Color Matte         | {"color":[1.0,0.5,0.0]}             | #ff8000
          Color               | {"fillcolor":{"alpha":255,"red":10,"green":20,"blue":30}} | #0a141e
          Bars & Tone         | {}                                  | bars
          SMPTE Color Bar     | {}                                  | bars
          Black Video         | {}                                  | #000000
          Transparent Video   | {}                                  | black
          """)
  void coloursAndBarsOfEditorsAreDrawn(String kind, String parameters, String shown)
      throws Exception {
    assertThat(shown(resolve(generator(kind, parameters)))).isEqualTo(shown + "x24");
  }

  private static String generator(String kind, String parameters) {
    return timeline(
        "Video",
        clip("x", "0", "1", "24")
            .replace("ExternalReference", "GeneratorReference")
            .replace(
                "\"target_url\":\"asset:x\"",
                "\"generator_kind\":\"" + kind + "\",\"parameters\":" + parameters));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Rich                  | {}                | generator "Rich"
          kdenlive:Noise        | {}                | generator "kdenlive:Noise"
          Universal Counting Leader | {}            | generator "Universal Counting Leader"
          SolidColor            | {"color":"ultra"} | "ultra"
          SolidColor            | {"color":[1,2]}   | [1,2]
          """)
  void aGeneratorThatIsNotKnownIsNamedWithItsClip(String kind, String parameters, String says) {
    assertThatThrownBy(() -> resolve(generator(kind, parameters)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(says)
        .hasMessageContaining("\"c\" at 0:00:00.000");
  }
}
