package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.manifest.Artifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of a timeline cannot be rendered, and how it is told. */
@Timeout(180)
final class UnfaithfulIT {

  @Cluster(holds = {Sample.COUNTER, Sample.STILL, Sample.TONE})
  static TestCluster cluster;

  @TempDir Path temp;

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
  void aRollThatLeavesSomebodyOutSaysSo() throws Exception {
    Path found = TestMedia.image(temp.resolve("found.png"), "300x400");
    TestCluster.asset(
        cluster.run(
            new Ingest(
                new Id("found"),
                cluster.upload(found),
                List.of(),
                List.of(),
                null,
                null,
                TestCluster.SMALL)));
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:found", 0, 24),
        otio.clip("asset:still", 0, 24),
        otio.generator("Credits", "\"text\":\"With\"", 24));

    Result.OfRender film = TestCluster.film(cluster.render("roll", otio.bytes(), "preview"));

    assertThat(film.warnings())
        .containsExactly(
            "Video track 1, item 3 \"Credits\" at 0:00:02.000 cannot credit found: no"
                + " contributor was given at ingest; ingest them again with contributors.");
  }

  @Test
  void whatIsNotRenderedIsSaidAndStrictRefusesIt() throws Exception {
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
  void aSlateStandsForMissingMediaIfSomebodyAsksForIt() throws Exception {
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

    assertThat(film.frameCount()).isEqualTo(48);
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
}
