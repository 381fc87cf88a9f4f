package io.patchwork.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.RationalTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Timelines at the edge of what is one, and sources that change. */
@Timeout(120)
final class OddTimelinesIT {

  @TempDir Path temp;

  @Cluster(settings = "PATCHWORK_RETRY_DELAYS=1s,1s,1s")
  TestCluster cluster;

  private Path counter(String name, int frames, String rate) throws Exception {
    return TestMedia.counter(temp.resolve(name + ".mp4"), frames, rate, "30+2*mod(N\\,100)");
  }

  @Test
  void ratesFromOneToTwoHundredAndForty() throws Exception {
    cluster.ingest("slow", counter("slow", 6, "1"), TestCluster.SMALL);
    cluster.ingest("quick", counter("quick", 240, "240"), TestCluster.SMALL);
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:slow", 36, 36), otio.clip("asset:quick", 2, 8));

    Result.OfRender film = TestCluster.film(cluster.render("rates", otio.bytes(), "preview"));

    List<Integer> shown =
        TestMedia.codedLumas(cluster.fetch(film.output().key(), temp.resolve("rates.film.mp4")))
            .stream()
            .map(luma -> (luma - 29) / 2)
            .toList();
    List<Integer> wanted = new ArrayList<>();
    for (int frame = 36; frame < 72; frame++) {
      wanted.add(frame / 24);
    }
    for (int frame = 2; frame < 10; frame++) {
      // Of ten that go by, the one that is on just before the middle.
      wanted.add((frame * 10 + 4) % 100);
    }
    assertThat(shown).isEqualTo(wanted);
    assertThat(Coverage.problems(Objects.requireNonNull(film.document()))).isEmpty();
  }

  @Test
  void whoHasNoMoreToSayIsNotHeard() throws Exception {
    cluster.ingest("tone", TestMedia.tone(temp.resolve("short.wav"), 2, 440), TestCluster.SMALL);
    Otio otio = new Otio("24");
    otio.track("Video", otio.generator("SMPTEBars", "", 96))
        .track("Audio", otio.gap(24), otio.clip("asset:tone", 0, 72, Otio.speed("2"), ""))
        // Behind its end there is nothing that could be played backwards.
        .track("Audio", otio.clip("asset:tone", 48, 24, Otio.speed("-0.5"), ""));

    Result.OfRender film = TestCluster.film(cluster.render("short", otio.bytes(), "preview"));

    Lineage lineage = Objects.requireNonNull(film.document());
    assertThat(lineage.uses())
        .filteredOn(use -> use.medium() == Medium.AUDIO)
        .singleElement()
        .satisfies(use -> {
          assertThat(use.out()).isEqualTo(seconds(1, 2));
          assertThat(use.source()).isEqualTo(seconds(0, 2));
        });
    assertThat(lineage.generated())
        .filteredOn(each -> each.medium() == Medium.AUDIO)
        .extracting(Generated::out)
        .containsExactly(seconds(0, 1), seconds(2, 4));
    assertThat(Coverage.problems(lineage)).isEmpty();
  }

  private static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  @Test
  void aClipFromFarInsideOfWhatCannotBeSoughtIsWaitedFor() throws Exception {
    Path stream = temp.resolve("camera.ts");
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=1280x720:r=25:d=60",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        stream.toString());
    try (TestCluster patient = new TestCluster(temp, Map.of())) {
      patient.ingested(new Id("camera"), stream, TestCluster.SMALL);
    }
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:camera", 1450, 10, "", "\"crop\":{\"left\":\"1/4\"}"));

    try (TestCluster hasty = new TestCluster(temp, Map.of("PATCHWORK_STALL_TIMEOUT", "1s"))) {
      Result.OfRender film = TestCluster.film(hasty.render("deep", otio.bytes(), "preview"));

      assertThat(film.frameCount()).isEqualTo(10);
    }
  }

  @Test
  void moreWordsThanTheirBoxHoldsAreCutAndThatIsSaid() throws Exception {
    Otio otio = new Otio("24");
    String text = "\"text\": \"" + "word ".repeat(2000) + "\"";
    otio.track("Video", otio.generator("Title", text, 10));

    Result.OfRender film = TestCluster.film(cluster.render("words", otio.bytes(), "preview"));

    assertThat(film.warnings())
        .singleElement()
        .asString()
        .startsWith("Video track 1, item 1")
        .contains("overflows its box and is cut off: \"word word");
    JobEvent.Failed longer =
        TestCluster.failure(
            cluster.render(
                "longer",
                otio.toString().replace("word word", "word longer word").getBytes(UTF_8),
                "preview"));
    assertThat(longer.code()).isEqualTo(FailureCode.INVALID_TIMELINE);
    assertThat(longer.message()).contains("at most 10000 characters");
  }

  @Test
  void aStillBeyondTheEndIsRefusedWithTheLength() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.generator("SMPTEBars", "", 48));

    JobEvent.Failed failed =
        TestCluster.failure(
            cluster.run(
                new Render(
                    new Id("still"),
                    cluster.timeline(otio.bytes()),
                    "still",
                    RationalTime.ofSeconds(10, 1),
                    null,
                    null,
                    null)));

    assertThat(failed.code()).isEqualTo(FailureCode.INVALID_TIMELINE);
    assertThat(failed.message()).contains("0:00:10.000").contains("only 0:00:02.000 long");
  }

  @Test
  void anOriginalThatIsAnotherNowFailsTheRenderAndNamesIt() throws Exception {
    try (TestCluster before = new TestCluster(temp, Map.of())) {
      before.ingested(new Id("film"), counter("film", 48, "24"), TestCluster.SMALL);
    }
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:film", 0, 48, "", "\"colour\": {\"contrast\": 0.9}"));
    Files.write(
        temp.resolve("store/uploads/test/film.mp4"),
        Files.readAllBytes(counter("other", 40, "24")));

    // Whoever has it at hand still has what was pinned.
    String elsewhere = temp.resolve("elsewhere").toString();
    try (TestCluster after = new TestCluster(temp, Map.of("PATCHWORK_DIR", elsewhere))) {
      JobEvent.Failed failed =
          TestCluster.failure(after.render("changed", otio.bytes(), "preview"));

      assertThat(failed.code()).isEqualTo(FailureCode.SOURCE_CHANGED);
    }
  }

  @Test
  void soundWithoutPictureAndPictureWithoutSound() throws Exception {
    cluster.add(Sample.TONE);
    Otio heard = new Otio("24");
    heard.track("Audio", heard.clip("asset:tone", 0, 48));
    Otio seen = new Otio("24");
    seen.track("Video", seen.generator("SMPTEBars", "", 24));

    Result.OfRender black = TestCluster.film(cluster.render("heard", heard.bytes(), "preview"));
    Result.OfRender silent = TestCluster.film(cluster.render("seen", seen.bytes(), "preview"));

    assertThat(black.frameCount()).isEqualTo(48);
    assertThat(Objects.requireNonNull(black.document()).generated())
        .anySatisfy(part -> assertThat(part.generator()).isEqualTo("black"));
    assertThat(silent.frameCount()).isEqualTo(24);
    assertThat(Objects.requireNonNull(silent.document()).sampleRate()).isZero();
  }
}
