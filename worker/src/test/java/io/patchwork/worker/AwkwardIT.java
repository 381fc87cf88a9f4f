package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.transcode.LadderProfiles;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people send that is odd, broken or meant to hurt. */
@Timeout(300)
final class AwkwardIT {

  /** {@code -Dpatchwork.seeds=500} tries more of them. */
  private static final int SEEDS = Integer.getInteger("patchwork.seeds", 6);

  private static final List<String> FILM =
      List.of("-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2");

  @TempDir Path temp;

  @Cluster(settings = "PATCHWORK_MAX_DURATION=1h")
  TestCluster cluster;

  private Path made(String name, List<String> input, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(input);
    arguments.addAll(List.of(options));
    Path file = temp.resolve(name);
    arguments.add(file.toString());
    TestMedia.ffmpeg(arguments.toArray(String[]::new));
    return file;
  }

  private AssetManifest ingest(Path file) throws Exception {
    return cluster.ingested(new Id("a-" + file.getFileName()), file);
  }

  private FailureCode refusal(Path file) throws Exception {
    return TestCluster.failure(cluster.ingest("b-" + file.getFileName(), file)).code();
  }

  private static Artifact one(AssetManifest manifest, ArtifactRole role) {
    return TestCluster.one(manifest.artifacts(), role);
  }

  private static long seconds(AssetManifest manifest, ArtifactRole role) {
    return Objects.requireNonNull(one(manifest, role).duration())
        .seconds()
        .round()
        .longValueExact();
  }

  @Test
  void oddSizesAreMadeEven() throws Exception {
    for (String size : List.of("321x239", "2x2", "16x1000")) {
      Path file =
          made(
              size + ".mkv",
              List.of("-f", "lavfi", "-i", "color=red:s=" + size + ":r=25:d=1"),
              "-c:v",
              "ffv1");

      Artifact rung = one(ingest(file), ArtifactRole.VARIANT);

      assertThat(Objects.requireNonNull(rung.width()) % 2).isZero();
      assertThat(Objects.requireNonNull(rung.height()) % 2).isZero();
    }
  }

  @Test
  void clocksThatDoNotBeginAtZeroDo() throws Exception {
    Path late = made("late.ts", FILM, "-c:v", "mpeg2video", "-output_ts_offset", "95440");
    Path wrapping = made("wrap.ts", FILM, "-c:v", "mpeg2video", "-output_ts_offset", "95443");

    assertThat(seconds(ingest(late), ArtifactRole.VARIANT)).isEqualTo(2);
    assertThat(seconds(ingest(wrapping), ArtifactRole.VARIANT)).isEqualTo(2);
  }

  @Test
  void aJumpOfTenHoursIsNotTenHoursOfFrames() throws Exception {
    Path file =
        made(
            "jump.mkv",
            List.of("-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2"),
            "-vf",
            "setpts=PTS+gt(N\\,25)*36000/TB",
            "-fps_mode",
            "passthrough",
            "-c:v",
            "libx264");

    assertThat(refusal(file)).isEqualTo(FailureCode.TOO_LONG);
  }

  @Test
  void fragmentsWithoutADurationHaveOne() throws Exception {
    Path file = made("frag.mp4", FILM, "-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov");
    byte[] bytes = Files.readAllBytes(file);
    Path beginning = Files.write(temp.resolve("init.mp4"), Arrays.copyOf(bytes, 1000));

    assertThat(ingest(file).media().duration())
        .isBetween(RationalTime.ofSeconds(19, 10), RationalTime.ofSeconds(21, 10));
    assertThat(refusal(beginning)).isEqualTo(FailureCode.UNDECODABLE);
  }

  @Test
  void soundsOfAllKindsAreHeard() throws Exception {
    List<List<String>> kinds =
        List.of(
            List.of("u8.wav", "-ar", "8000", "-c:a", "pcm_u8"),
            List.of("f64.wav", "-ar", "192000", "-c:a", "pcm_f64le"),
            List.of("71.wav", "-ac", "8", "-c:a", "pcm_s24le"),
            List.of("51.m4a", "-ac", "6", "-c:a", "aac"),
            List.of("mono.ogg", "-ac", "1", "-c:a", "libopus"));
    for (List<String> kind : kinds) {
      Path file =
          made(
              kind.getFirst(),
              List.of("-f", "lavfi", "-i", "sine=d=2"),
              kind.subList(1, kind.size()).toArray(String[]::new));

      AssetManifest manifest = ingest(file);

      assertThat(seconds(manifest, ArtifactRole.MEZZANINE)).as(kind.getFirst()).isEqualTo(2);
      assertThat(manifest.warnings()).as(kind.getFirst()).isEmpty();
    }
  }

  @Test
  void aSoundMuchLongerThanItsPictureIsNotCut() throws Exception {
    Path file =
        made(
            "long.mkv",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=25:d=1",
                "-f",
                "lavfi",
                "-i",
                "sine=d=6"),
            "-c:v",
            "libx264");

    AssetManifest manifest = ingest(file);

    assertThat(seconds(manifest, ArtifactRole.MEZZANINE)).isEqualTo(6);
    assertThat(manifest.media().duration()).isGreaterThan(RationalTime.ofSeconds(5, 1));
  }

  @Test
  void flippedBitsEndInWarningsOrInARefusal() throws Exception {
    byte[] whole = Files.readAllBytes(made("whole.mp4", FILM, "-c:v", "libx264"));
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = whole.clone();
      int flips = 1 + random.nextInt(100);
      for (int i = 0; i < flips; i++) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Path file = Files.write(temp.resolve("flip" + seed + ".mp4"), bytes);

      JobEvent end = cluster.ingest("flip" + seed, file);

      assertThat(end).isInstanceOfAny(JobEvent.Completed.class, JobEvent.Failed.class);
      if (end instanceof JobEvent.Failed failed) {
        assertThat(failed.code())
            .as("seed " + seed)
            .isIn(
                FailureCode.UNDECODABLE,
                FailureCode.NOT_MEDIA,
                FailureCode.TOO_LONG,
                FailureCode.TOO_LARGE,
                FailureCode.UNSUPPORTED_FORMAT,
                FailureCode.CRASHED_REPEATEDLY);
      }
    }
  }

  @Test
  void whatWasCutShortIsTakenWithAWarningOrRefusedByAStrictProfile() throws Exception {
    Path whole = made("whole.mp4", FILM, "-c:v", "libx264", "-movflags", "+faststart");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(temp.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length * 6 / 10));
    Path profiles = temp.resolve("profiles.json");
    try (InputStream ours =
        Objects.requireNonNull(LadderProfiles.class.getResourceAsStream("profiles.json"))) {
      String text = new String(ours.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(profiles, text.replace("\"strict\": false", "\"strict\": true"));
    }

    AssetManifest taken = ingest(cut);

    assertThat(taken.media().declaredDuration()).isEqualTo(RationalTime.ofSeconds(2, 1));
    assertThat(taken.media().duration()).isLessThan(RationalTime.ofSeconds(3, 2));
    assertThat(taken.warnings())
        .anyMatch(warning ->
            warning.startsWith("The file says that it is 0:00:02.000 long, but it holds"));
    try (TestCluster strict =
        new TestCluster(
            temp.resolve("strict"),
            Map.of("PATCHWORK_SANDBOX", "preferred", "PATCHWORK_PROFILES", profiles.toString()))) {
      assertThat(TestCluster.failure(strict.ingest("cut", cut)).code())
          .isEqualTo(FailureCode.UNDECODABLE);
      assertThat(strict.ingest("whole", whole)).isInstanceOf(JobEvent.Completed.class);
    }
  }
}
