package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.time.RationalTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small documents that ask for more work than anybody has, and what is said of them. */
@Timeout(120)
final class LargeTimelinesIT {

  /** In frames. */
  private static final long DAY = 24L * 3600 * 25;

  @TempDir static Path temp;

  @Cluster(holds = Sample.TONE)
  static TestCluster cluster;

  private static int renders;

  @BeforeAll
  static void ingest() throws Exception {
    Path film = TestMedia.counter(temp.resolve("film.mp4"), 50, 25);
    cluster.ingest("film", film, TestCluster.SMALL);
  }

  private static JobEvent render(Otio otio) throws Exception {
    return cluster.render("large-" + renders++, otio.bytes(), "preview");
  }

  private static void assertRefused(Otio otio, FailureCode code, String sentence) throws Exception {
    JobEvent.Failed failed = TestCluster.failure(render(otio));
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).contains(sentence).hasSizeLessThan(2000);
  }

  @Test
  void aDayThatRunsBackwardsVeryFast() throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:film", 49, DAY, Otio.speed("-30"), ""));

    assertRefused(otio, FailureCode.TOO_LARGE, "more than 40000 segments");
  }

  @Test
  void speedsThatMultiply() throws Exception {
    Otio otio = new Otio("25");
    String inner = otio.clip("asset:film", 0, 50, Otio.speed("200"), "");
    otio.track("Video", Otio.nested("Track", "null", Otio.speed("200"), "", inner));

    assertRefused(otio, FailureCode.INVALID_TIMELINE, "more than 10000 times as fast");
  }

  @Test
  void picturesOverEachOtherWithMoreKeysThanCanBeWorkedOut() throws Exception {
    Otio otio = new Otio("25");
    for (int i = 0; i < 20; i++) {
      StringBuilder keys = new StringBuilder();
      for (int k = 0; k < 900; k++) {
        keys.append(k == 0 ? "" : ",")
            .append("{\"at\":\"%d/%d\",\"value\":\"%d/7\"}".formatted(k, 450 + i, 1 + k % 5));
      }
      String treatment =
          "\"rectangle\":{\"x\":\"%d/50\",\"y\":\"%d/60\",\"width\":\"1/2\",\"height\":\"1/2\"},\"opacity\":[%s]"
              .formatted(i, i, keys);
      otio.track("Video", otio.clip("asset:film", 0, 50, "", treatment));
    }

    assertRefused(otio, FailureCode.UNSUPPORTED_TIMELINE, "shares cannot be computed");
  }

  @Test
  void moreSoundsThanAreMixedGiveWayToNobody() throws Exception {
    Otio otio = new Otio("100");
    List<String> beds = new ArrayList<>();
    List<String> mixClips = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      beds.add(otio.clip("asset:tone", 0, 10, "", "\"duck\":{\"under\":\"voice\"}"));
    }
    for (int i = 0; i < 6000; i++) {
      mixClips.add(otio.clip("asset:tone", 0, 2, "", "\"group\":\"voice\""));
      mixClips.add(otio.gap(8));
    }
    otio.track("Audio", beds.toArray(String[]::new))
        .track("Audio", mixClips.toArray(String[]::new));

    assertRefused(
        otio, FailureCode.UNSUPPORTED_TIMELINE, "12000 audio clips; at most 400 can be mixed");
  }

  @Test
  void moreSubtitlesThanAFilmHolds() throws Exception {
    StringBuilder cues = new StringBuilder("WEBVTT\n");
    for (int i = 0; i < 9000; i++) {
      cues.append("\n00:%06.3f --> 00:%06.3f\nx\n".formatted(i * 0.005, i * 0.005 + 0.005));
    }
    cluster.ingest("cues", Files.writeString(temp.resolve("cues.vtt"), cues));
    Otio otio = new Otio("240");
    otio.track("Video", otio.generator("SMPTEBars", "", 14_400));
    for (int i = 0; i < 12; i++) {
      otio.track("Subtitle", otio.clip("asset:cues", 0, 14_400));
    }

    assertRefused(otio, FailureCode.TOO_LARGE, "more than 100000 subtitles");
  }

  @Test
  void whatIsSaidOfManyThingsIsNotLong() throws Exception {
    Otio otio = new Otio("25");
    String effect =
        "{\"OTIO_SCHEMA\":\"Effect.1\",\"effect_name\":\"%%d %s\"}".formatted("e".repeat(5000));
    List<String> clips = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      clips.add(otio.clip("asset:film", 0, 25, effect.formatted(i), ""));
    }
    otio.track("Video", clips.toArray(String[]::new));
    JobEvent end =
        cluster.run(
            new Render(
                new Id("many"),
                cluster.timeline(otio.bytes()),
                "preview",
                RationalTime.ZERO,
                RationalTime.ofSeconds(1, 1),
                null,
                null));

    Result.OfRender film = TestCluster.film(end);
    // A hundred, and how many more there are.
    assertThat(film.warnings()).hasSize(101);
    assertThat(film.warnings().getLast()).isEqualTo("And 50 more warnings.");
    assertThat(film.warnings()).allSatisfy(each -> assertThat(each).hasSizeLessThan(700));
  }

  @Test
  void aCutWithEveryFrame() throws Exception {
    Otio otio = new Otio("25");
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      frames.add(otio.clip("asset:film", i * 7 % 50, 1));
    }
    otio.track("Video", frames.toArray(String[]::new));

    Result.OfRender film = TestCluster.film(render(otio));

    Path file = cluster.fetch(film.output().key(), temp.resolve("cuts.mp4"));
    List<Integer> shown = TestMedia.lumas(file);
    List<Integer> source = TestMedia.lumas(temp.resolve("film.mp4"));
    assertThat(shown).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(shown.get(i)).as("frame " + i).isCloseTo(source.get(i * 7 % 50), offset(1));
    }
    assertThat(film.segments().total()).isGreaterThan(2);
  }
}
