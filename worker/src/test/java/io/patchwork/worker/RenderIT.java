package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.CreditRoll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Films, frame by frame and sample by sample. */
@Timeout(180)
final class RenderIT {

  @Cluster(holds = {Sample.COUNTER, Sample.STILL, Sample.CLICKS})
  static TestCluster cluster;

  @TempDir Path temp;

  private static Lineage lineage(Result.OfRender film) {
    return Objects.requireNonNull(film.document());
  }

  private Path fetch(Artifact artifact, String name) throws Exception {
    return cluster.fetch(artifact.key(), temp.resolve(name));
  }

  @Test
  void hundredsOfPhrasesDuckABed() throws Exception {
    cluster.ingest("bed", TestMedia.tone(temp.resolve("bed.wav"), 30, 500), TestCluster.SMALL);
    cluster.ingest("voice", TestMedia.tone(temp.resolve("voice.wav"), 1, 5000), TestCluster.SMALL);
    Otio otio = new Otio("100");
    List<String> phrases = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      phrases.add(otio.clip("asset:voice", 0, 2, "", "\"group\": \"voice\""));
      phrases.add(otio.gap(8));
    }
    String duck = "\"duck\": {\"under\": \"voice\", \"attack\": 0.01, \"release\": 0.01}";
    otio.track("Audio", otio.clip("asset:bed", 0, 3000, "", duck))
        .track("Audio", phrases.toArray(String[]::new));

    Result.OfRender song = TestCluster.film(cluster.render("ducked", otio.bytes(), "flac"));

    assertThat(song.output().duration()).isEqualTo(RationalTime.ofSeconds(30, 1));
    short[] samples = TestMedia.samples(fetch(song.output(), "song.flac"));
    for (int phrase = 0; phrase < 300; phrase++) {
      double under = amplitude(samples, phrase * 4800, 500);
      double between = amplitude(samples, phrase * 4800 + 2400, 500);
      // Twelve decibels.
      assertThat(under / between)
          .as("the bed under phrase " + phrase)
          .isCloseTo(0.251, offset(0.01));
      assertThat(amplitude(samples, phrase * 4800, 5000))
          .as("phrase " + phrase)
          .isGreaterThan(between / 2);
    }
  }

  /** How much of a frequency is in the fiftieth of a second from a sample on. */
  private static double amplitude(short[] samples, int from, int hertz) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < 960; i++) {
      double angle = 2 * Math.PI * hertz * i / 48_000;
      real += samples[from + i] * Math.cos(angle);
      imaginary += samples[from + i] * Math.sin(angle);
    }
    return Math.hypot(real, imaginary) / 480;
  }

  @Test
  void whoIsInARenderIsNotForgottenWhereItIsShownInAnother() throws Exception {
    Otio inner = new Otio("24");
    inner.track("Video", inner.clip("asset:counter", 0, 48));
    Result.OfRender film = TestCluster.film(cluster.render("inner", inner.bytes(), "preview"));
    Path made = cluster.fetch(film.output().key(), temp.resolve("inner-film.mp4"));
    TestCluster.asset(
        cluster.run(
            new Ingest(
                new Id("film-of-inner"),
                cluster.upload(made),
                List.of(),
                List.of(),
                null,
                null,
                TestCluster.SMALL)));

    Otio outer = new Otio("24");
    outer.track("Video", outer.clip("asset:film-of-inner", 0, 24));
    Result.OfRender second = TestCluster.film(cluster.render("outer", outer.bytes(), "preview"));

    Credit credit =
        Objects.requireNonNull(second.document()).credits().stream()
            .filter(each -> each.asset().equals(new Id("film-of-inner")))
            .findFirst()
            .orElseThrow();
    assertThat(credit.render()).isEqualTo(new RenderRevision(new Id("inner"), film.revision()));
    assertThat(second.document().nestedUses())
        .extracting(use -> use.asset().value())
        .containsExactly("counter");
    assertThat(CreditRoll.of(second.document(), "")).contains("maker-of-counter");
  }

  @Test
  void everyFrameIsTheOneThatTheTimelineAsksFor() throws Exception {
    List<Integer> shades = TestMedia.lumas(Sample.COUNTER.file());
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:counter", 30, 50),
        otio.gap(7),
        otio.clip("asset:counter", 0, 40),
        otio.clip("asset:counter", 99, 1),
        otio.clip("asset:counter", 5, 90));

    Result.OfRender film = TestCluster.film(cluster.render("frames", otio.bytes(), "preview"));

    List<Integer> expected = new ArrayList<>();
    for (long[] clip : new long[][] {{30, 50}, {-1, 7}, {0, 40}, {99, 1}, {5, 90}}) {
      for (long i = 0; i < clip[1]; i++) {
        expected.add(clip[0] < 0 ? 0 : shades.get((int) (clip[0] + i)));
      }
    }
    List<Integer> seen = TestMedia.lumas(fetch(film.output(), "film.mp4"));
    assertThat(seen).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      // A frame number is two steps of luma: one off would be told apart.
      assertThat(seen.get(i)).as("frame " + i).isCloseTo(expected.get(i), offset(1));
    }
    assertThat(film.frameCount()).isEqualTo(188);
  }

  /** Each frame of 24 a second at 1.25 times its speed is one of 30, but its segment is of 30. */
  @Test
  void aSpeedThatShowsEachFrameOnceIsJoinedWithWhatFollows() throws Exception {
    List<Integer> shades = TestMedia.lumas(Sample.COUNTER.file());
    Otio otio = new Otio("30");
    otio.track("Video", otio.clip("asset:counter", 15, 35, Otio.speed("1.25"), ""), otio.gap(31));

    Result.OfRender film = TestCluster.film(cluster.render("faster", otio.bytes(), "preview"));

    List<Integer> seen = TestMedia.lumas(fetch(film.output(), "film.mp4"));
    assertThat(film.segments().total()).isEqualTo(2);
    assertThat(seen).hasSize(66);
    for (int i = 0; i < 66; i++) {
      // The clip begins after half a second, which are twelve frames.
      assertThat(seen.get(i))
          .as("frame " + i)
          .isCloseTo(i < 35 ? shades.get(12 + i) : 0, offset(1));
    }
  }

  /** A hundred frames of 24 a second are 104 and a sixth of 25. */
  @Test
  void theLastPieceOfAFrameIsAFrame() throws Exception {
    List<Integer> shades = TestMedia.lumas(Sample.COUNTER.file());
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:counter", 104, 1), otio.gap(2));

    Result.OfRender film = TestCluster.film(cluster.render("last", otio.bytes(), "preview"));

    List<Integer> seen = TestMedia.lumas(fetch(film.output(), "film.mp4"));
    assertThat(seen).hasSize(3);
    assertThat(seen.getFirst()).isCloseTo(shades.getLast(), offset(1));
  }

  @Test
  void joinsAreEvenAndDecodeCleanlyAndSoundIsAsLongAsPicture() throws Exception {
    Path a = TestMedia.video(temp.resolve("a.mp4"), 6, "320x240", "30000/1001", 440);
    Path b = TestMedia.video(temp.resolve("b.mkv"), 6, "640x360", "25", 880);
    cluster.ingest("a", a, TestCluster.SMALL);
    cluster.ingest("b", b, TestCluster.SMALL);
    Otio otio = new Otio("29.97");
    otio.track("Video", otio.clip("asset:a", 3, 140), otio.clip("asset:b", 10, 131));
    otio.track("Audio", otio.clip("asset:b", 0, 100), otio.gap(20), otio.clip("asset:a", 0, 151));

    Result.OfRender film = TestCluster.film(cluster.render("joins", otio.bytes(), "preview"));

    Path file = fetch(film.output(), "film.mp4");
    String[] packets =
        TestMedia.ffprobe(
                "-select_streams",
                "v",
                "-show_entries",
                "packet=pts",
                "-of",
                "csv=p=0",
                file.toString())
            .replace(",", "")
            .split("\n");
    long[] pts =
        Arrays.stream(packets).map(String::strip).mapToLong(Long::parseLong).sorted().toArray();
    assertThat(pts).hasSize(271);
    for (int i = 0; i < pts.length; i++) {
      assertThat(pts[i]).isEqualTo(1001L * i);
    }
    TestMedia.ffmpeg("-xerror", "-i", file.toString(), "-f", "null", "-");
    double frame = 1001.0 / 30000;
    assertThat(TestMedia.samples(file).length / 48000.0).isCloseTo(271 * frame, offset(frame));
    String parameterSets =
        TestMedia.ffprobe(
            "-show_entries", "stream=codec_name,level", "-of", "csv=p=0", file.toString());
    assertThat(parameterSets).contains("h264");
  }

  @Test
  void soundIsWhereTheTimelineWantsIt() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:counter", 0, 96));
    otio.track("Audio", otio.gap(12), otio.clip("asset:clicks", 24, 60));

    Result.OfRender film = TestCluster.film(cluster.render("sound", otio.bytes(), "preview"));

    short[] samples = TestMedia.samples(fetch(film.output(), "film.mp4"));
    // The click at second 1 of the source is at half a second of the film, then every second.
    for (int click : new int[] {24_000, 72_000, 120_000}) {
      assertThat(loudest(samples, click - 4800, click + 4800)).isCloseTo(click + 24, offset(60));
    }
    assertThat(peak(samples, 30_000, 66_000)).isLessThan(600);
    assertThat(peak(samples, 0, 20_000)).isLessThan(600);
  }

  private static int loudest(short[] samples, int from, int to) {
    int at = from;
    for (int i = from; i < to; i++) {
      at = Math.abs(samples[i]) > Math.abs(samples[at]) ? i : at;
    }
    return at;
  }

  private static int peak(short[] samples, int from, int to) {
    int peak = 0;
    for (int i = from; i < to; i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return peak;
  }

  @Test
  void whoIsOnTopIsSeenAndWhoIsBelowIsToldAsCovered() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video", otio.clip("asset:counter", 0, 72), otio.clip("asset:still", 0, 24), otio.gap(24));
    otio.track("Video", otio.gap(24), otio.clip("asset:still", 0, 24));
    otio.track("Video", otio.gap(72), otio.clip("asset:counter", 72, 24));

    Lineage lineage = lineage(TestCluster.film(cluster.render("layers", otio.bytes(), "preview")));

    assertThat(Coverage.problems(lineage)).isEmpty();
    assertThat(lineage.uses())
        .filteredOn(use -> use.medium() == Medium.VIDEO)
        .extracting(use ->
            use.asset()
                + " "
                + use.out().start()
                + " "
                + use.out().end()
                + " "
                + use.source().start()
                + " "
                + use.source().end()
                + " "
                + use.visible())
        .containsExactly(
            "counter 0/1 1/1 0/1 1/1 1/1",
            // A picture of 4:3 leaves a quarter of the frame to what is below it.
            "counter 1/1 2/1 1/1 2/1 1/4",
            "still 1/1 2/1 0/1 0/1 3/4",
            "counter 2/1 3/1 2/1 3/1 1/1",
            "still 3/1 4/1 0/1 0/1 0/1",
            "counter 3/1 4/1 3/1 4/1 1/1");
    assertThat(lineage.generated())
        .extracting(generated -> generated.generator() + " " + generated.out().start())
        .containsExactly("black 4/1");
    assertThat(lineage.credits())
        .extracting(credit -> credit.contributors().getFirst().id().value())
        .containsExactly("maker-of-counter", "maker-of-still");
  }

  @Test
  void aPartOfATimelineIsTheSameFramesAndNoMore() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:counter", 10, 30), otio.clip("asset:counter", 50, 40));
    Render part =
        new Render(
            new Id("part"),
            cluster.timeline(otio.bytes()),
            "preview",
            RationalTime.ofSeconds(1, 1),
            RationalTime.ofSeconds(2, 1),
            null,
            null);

    Result.OfRender film = TestCluster.film(cluster.run(part));

    List<Integer> seen = TestMedia.codedLumas(fetch(film.output(), "film.mp4"));
    assertThat(seen).hasSize(24);
    for (int i = 0; i < 24; i++) {
      int frame = i < 6 ? 34 + i : 50 + i - 6;
      assertThat(seen.get(i)).as("frame " + i).isCloseTo(30 + 2 * frame, offset(1));
    }
    assertThat(lineage(film).duration()).isEqualTo(RationalTime.ofSeconds(1, 1));
    assertThat(lineage(film).uses())
        .extracting(use -> use.source().start().toString())
        .containsExactly("17/12", "25/12");
  }

  @Test
  void aLongLineageTravelsByItsKey() throws Exception {
    Otio otio = new Otio("24");
    String[] clips = new String[150];
    Arrays.fill(clips, otio.clip("asset:counter", 0, 4));
    otio.track("Video", clips);

    Result.OfRender film = TestCluster.film(cluster.render("long", otio.bytes(), "preview"));

    assertThat(film.lineage().bytes()).isGreaterThan(32 * 1024);
    assertThat(film.document()).isNull();
    Lineage stored =
        Json.read(Files.readAllBytes(fetch(film.lineage(), "lineage.json")), Lineage.class);
    assertThat(stored.uses()).hasSize(150);
    assertThat(Coverage.problems(stored)).isEmpty();
  }
}
