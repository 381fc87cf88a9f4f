package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Rendered;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.cli.JobClient;
import io.patchwork.worker.layout.Lanes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Films, frame by frame and sample by sample. */
@Timeout(180)
final class RenderIT {

  @TempDir Path temp;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(temp, Map.of());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static Lineage lineage(Result.OfRender film) {
    return Objects.requireNonNull(film.document());
  }

  private Path fetch(Artifact artifact, String name) throws Exception {
    return cluster.fetch(artifact.key(), temp.resolve(name));
  }

  @Test
  void aDocumentIsNoClipAndSaysSo() throws Exception {
    Path text = Files.writeString(temp.resolve("script.txt"), "Scene one. A door.");
    TestCluster.asset(cluster.ingest("script", text));
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:script", 0, 24));

    assertThat(TestCluster.failure(cluster.render("text", otio.bytes(), "preview")).code())
        .isEqualTo(FailureCode.NO_SUCH_STREAM);
  }

  @Test
  void hundredsOfPhrasesDuckABed() throws Exception {
    cluster.ingest("bed", TestMedia.tone(temp.resolve("bed.wav"), 30, 220));
    Otio otio = new Otio("100");
    List<String> phrases = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      phrases.add(otio.clip("asset:bed", 0, 2, "", "\"group\": \"voice\""));
      phrases.add(otio.gap(8));
    }
    String duck = "\"duck\": {\"under\": \"voice\", \"attack\": 0.01, \"release\": 0.01}";
    otio.track("Audio", otio.clip("asset:bed", 0, 3000, "", duck))
        .track("Audio", phrases.toArray(String[]::new));

    Result.OfRender song = TestCluster.film(cluster.render("ducked", otio.bytes(), "flac"));

    assertThat(song.output().duration()).isEqualTo(RationalTime.ofSeconds(30, 1));
  }

  @Test
  void whoIsInARenderIsNotForgottenWhereItIsShownInAnother() throws Exception {
    Path clip = TestMedia.counter(temp.resolve("inner.mp4"), 60, 24);
    cluster.ingest("inner", clip);
    Otio inner = new Otio("24");
    inner.track("Video", inner.clip("asset:inner", 0, 48));
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
                null)));

    Otio outer = new Otio("24");
    outer.track("Video", outer.clip("asset:film-of-inner", 0, 24));
    Result.OfRender second = TestCluster.film(cluster.render("outer", outer.bytes(), "preview"));

    Credit credit = Objects.requireNonNull(second.document()).credits().getFirst();
    assertThat(credit.render()).isEqualTo(new Rendered(new Id("inner"), film.revision()));
    assertThat(credit.inside())
        .extracting(person -> person.id().value())
        .containsExactly("maker-of-inner");
    assertThat(CreditRoll.of(second.document(), "")).contains("maker-of-inner");
  }

  @Test
  void everyFrameIsTheOneThatTheTimelineAsksFor() throws Exception {
    Path counter = TestMedia.counter(temp.resolve("counter.mp4"), 100, 24);
    cluster.ingest("counter", counter);
    List<Integer> shades = TestMedia.lumas(counter);
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
    assertThat(film.frames()).isEqualTo(188);
  }

  @Test
  void joinsAreEvenAndDecodeCleanlyAndSoundIsAsLongAsPicture() throws Exception {
    cluster.ingest("a", TestMedia.video(temp.resolve("a.mp4"), 6, "320x240", "30000/1001", 440));
    cluster.ingest("b", TestMedia.video(temp.resolve("b.mkv"), 6, "640x360", "25", 880));
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
    cluster.ingest("clicks", TestMedia.clicks(temp.resolve("clicks.wav"), 5));
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
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
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    cluster.ingest("still", TestMedia.image(temp.resolve("still.png"), "400x300"));
    Otio otio = new Otio("24");
    otio.track(
        "Video", otio.clip("asset:counter", 0, 72), otio.clip("asset:still", 0, 24), otio.gap(24));
    otio.track("Video", otio.gap(24), otio.clip("asset:still", 0, 24));
    otio.track("Video", otio.gap(72), otio.clip("asset:counter", 72, 24));

    Lineage lineage = lineage(TestCluster.film(cluster.render("layers", otio.bytes(), "preview")));

    assertThat(Coverage.problems(lineage)).isEmpty();
    assertThat(lineage.uses())
        .filteredOn(use -> use.medium() == Medium.PICTURE)
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
  void onlyWhatChangedIsRenderedAgain() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    cluster.ingest("still", TestMedia.image(temp.resolve("still.png"), "400x300"));
    Otio first = new Otio("24");
    first.track(
        "Video",
        first.clip("asset:counter", 0, 48),
        first.clip("asset:still", 0, 48),
        first.clip("asset:counter", 50, 40));
    Otio second = new Otio("24");
    second.track(
        "Video",
        second.clip("asset:counter", 0, 48),
        second.clip("asset:still", 0, 36),
        second.clip("asset:counter", 50, 40));

    Result.OfRender one = TestCluster.film(cluster.render("cut", first.bytes(), "preview"));
    Result.OfRender two = TestCluster.film(cluster.render("cut", second.bytes(), "preview"));
    Result.OfRender again = TestCluster.film(cluster.render("cut", second.bytes(), "preview"));

    assertThat(one.segments()).isEqualTo(new Result.SegmentCount(3, 0, 0, 3));
    assertThat(two.segments()).isEqualTo(new Result.SegmentCount(3, 0, 2, 1));
    assertThat(two.revision()).isNotEqualTo(one.revision());
    assertThat(again.output()).isEqualTo(two.output());
    assertThat(again.revision()).isEqualTo(two.revision());
  }

  @Test
  void anIdWhoseJobIsBeingRenderedIsNotGivenToAnother() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    Otio first = new Otio("24");
    first.track("Video", first.clip("asset:counter", 0, 48), first.clip("asset:counter", 50, 40));
    Otio second = new Otio("24");
    second.track("Video", second.clip("asset:counter", 10, 24));
    JobRef ref = new JobRef(new Id("same"), "urn:test", JobKind.RENDER);
    byte[] one = message(ref, first);
    byte[] other = message(ref, second);

    JobEvent refused;
    JobEvent end;
    try (JobClient.Pending pending = cluster.client().send(ref, one)) {
      AtomicBoolean isSent = new AtomicBoolean();
      refused =
          pending.await(event -> {
            // It makes progress: its end is not written yet.
            if (event instanceof JobEvent.Progressed && isSent.compareAndSet(false, true)) {
              var _ =
                  cluster
                      .queue()
                      .publish(
                          new Route.ToLane(Lanes.INTERACTIVE), new Message("m", other, Map.of()));
            }
          });
      end = pending.await(event -> {});
    }

    assertThat(TestCluster.failure(refused).code()).isEqualTo(FailureCode.ID_REUSED);
    assertThat(TestCluster.film(end).frames()).isEqualTo(88);
    assertThat(cluster.worker().records().find(ref).orElseThrow().dataDigest()).isNotNull();
  }

  private byte[] message(JobRef ref, Otio otio) {
    Render job = Render.of(new Id("film"), cluster.timeline(otio.bytes()), "hd");
    Envelope envelope = new Envelope(ref.id(), ref.source(), null, Instant.EPOCH, null);
    return MessageCodec.write(envelope, job);
  }

  @Test
  void equalStretchesShareOneSegment() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    Otio otio = new Otio("24");
    String clip = otio.clip("asset:counter", 10, 30);
    otio.track("Video", clip, otio.gap(24), clip, otio.gap(24), clip);

    Result.OfRender film = TestCluster.film(cluster.render("repeats", otio.bytes(), "preview"));

    assertThat(film.segments().total()).isEqualTo(2);
    assertThat(film.frames()).isEqualTo(138);
  }

  @Test
  void aLongerFilmThanTheWindowIsFinishedByItsChains() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    Otio otio = new Otio("24");
    String[] clips = new String[30];
    for (int i = 0; i < clips.length; i++) {
      clips[i] = otio.clip("asset:counter", i, 24);
    }
    otio.track("Video", clips);

    Result.OfRender film = TestCluster.film(cluster.render("chains", otio.bytes(), "preview"));

    assertThat(film.segments()).isEqualTo(new Result.SegmentCount(30, 0, 0, 30));
    assertThat(film.frames()).isEqualTo(720);
  }

  @Test
  void whatIsNotRenderedIsSaidAndStrictRefusesIt() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip(
            "asset:counter",
            20,
            40,
            "{\"OTIO_SCHEMA\":\"Effect.1\",\"effect_name\":\"Lens Flare\"}",
            ""),
        otio.clip("asset:counter", 30, 40));

    Result.OfRender film = TestCluster.film(cluster.render("lenient", otio.bytes(), "preview"));
    JobEvent strict =
        cluster.run(
            new io.patchwork.schema.job.Render(
                new io.patchwork.schema.id.Id("strict"),
                cluster.timeline(otio.bytes()),
                "preview",
                null,
                null,
                true,
                null));

    assertThat(film.warnings()).singleElement().asString().contains("Lens Flare");
    assertThat(TestCluster.failure(strict).code()).isEqualTo(FailureCode.UNSUPPORTED_TIMELINE);
  }

  @Test
  void aPartOfATimelineIsTheSameFramesAndNoMore() throws Exception {
    Path counter = TestMedia.counter(temp.resolve("counter.mp4"), 100, 24);
    cluster.ingest("counter", counter);
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
  void aSlateStandsForMissingMediaIfSomebodyAsksForIt() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:counter", 0, 24), otio.missing(24));
    otio.track("Audio", otio.missing(48));

    Result.OfRender film =
        TestCluster.film(
            cluster.run(
                new Render(
                    new Id("slates"),
                    cluster.timeline(otio.bytes()),
                    "preview",
                    null,
                    null,
                    null,
                    true)));

    assertThat(film.frames()).isEqualTo(48);
    assertThat(film.warnings())
        .hasSize(2)
        .allSatisfy(warning -> assertThat(warning).contains("\"lost\"", "has no media"));
    List<Integer> middle =
        TestMedia.codedLumas(fetch(film.output(), "film.mp4"), 200, 60, 220, 150);
    assertThat(middle.get(40)).isBetween(57, 120);
    assertThat(lineage(film).generated())
        .extracting(Generated::generator)
        .contains("text", "silence");
  }

  @Test
  void aTimelineThatCannotBeRenderedSaysWhichClipAndWhy() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 100, 24));
    cluster.ingest("tone", TestMedia.tone(temp.resolve("tone.wav"), 2, 440));
    Otio otio = new Otio("24");
    String good = otio.clip("asset:counter", 0, 24);
    Map<String, FailureCode> refusals =
        Map.of(
            otio.clip("asset:unknown", 0, 24),
            FailureCode.NOT_INGESTED,
            otio.clip("file:///etc/passwd", 0, 24),
            FailureCode.NOT_INGESTED,
            otio.clip("../../secret.mp4", 0, 24),
            FailureCode.NOT_INGESTED,
            otio.clip("asset:counter", 90, 40),
            FailureCode.RANGE_OUTSIDE_MEDIA,
            otio.clip("asset:tone", 0, 24),
            FailureCode.NO_SUCH_STREAM,
            otio.missing(24),
            FailureCode.MISSING_MEDIA,
            otio.generator("Fractal", "", 24),
            FailureCode.UNSUPPORTED_TIMELINE);

    for (var refusal : refusals.entrySet()) {
      Otio bad = new Otio("24");
      bad.track("Video", good, refusal.getKey());
      JobEvent.Failed failed = TestCluster.failure(cluster.render("bad", bad.bytes(), "preview"));

      assertThat(failed.code()).as(refusal.getKey()).isEqualTo(refusal.getValue());
      assertThat(failed.message()).contains("item 2").contains("0:00:01.000");
    }
    assertThat(
            TestCluster.failure(
                    cluster.render(
                        "bad", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "preview"))
                .code())
        .isEqualTo(FailureCode.INVALID_TIMELINE);
    assertThat(
            TestCluster.failure(
                    cluster.render(
                        "bad", new Otio("24").track("Video", good).bytes(), "no-such-profile"))
                .code())
        .isEqualTo(FailureCode.UNKNOWN_PROFILE);
  }

  @Test
  void aSegmentThatHasLivedHalfItsLifeIsPutAnewWhenItIsUsedAgain() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 50, 24));
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:counter", 0, 48));
    TestCluster.film(cluster.render("one", otio.bytes(), "preview"));
    Path segment;
    try (var files = Files.list(temp.resolve("store/segments"))) {
      segment = files.findFirst().orElseThrow();
    }
    Files.setLastModifiedTime(segment, FileTime.from(Instant.now().minus(Duration.ofDays(10))));
    FileTime old = Files.getLastModifiedTime(segment);

    TestCluster.film(cluster.render("two", otio.bytes(), "preview"));
    assertThat(Files.getLastModifiedTime(segment)).as("a third of its life").isEqualTo(old);
    cluster.close();
    Instant later = Instant.now().plus(Duration.ofDays(6));
    cluster = new TestCluster(temp, Map.of(), () -> later);
    Result.OfRender film = TestCluster.film(cluster.render("three", otio.bytes(), "preview"));

    assertThat(film.segments()).isEqualTo(new Result.SegmentCount(1, 0, 1, 0));
    assertThat(Files.getLastModifiedTime(segment)).as("past half of it").isGreaterThan(old);
  }

  @Test
  void aLongLineageTravelsByItsKey() throws Exception {
    cluster.ingest("counter", TestMedia.counter(temp.resolve("counter.mp4"), 50, 24));
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
