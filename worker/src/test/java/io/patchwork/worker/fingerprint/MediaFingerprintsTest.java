package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What of a source is hashed. */
@ExtendWith(Golden.Finder.class)
final class MediaFingerprintsTest {

  private static final RationalTime LENGTH = RationalTime.ofSeconds(42, 1);
  private static final AudioStream AUDIO =
      new AudioStream(1, "aac", 44_100, 2, "stereo", RationalTime.ZERO, null);

  private static List<ArtifactSpec> prints(MediaInfo info) {
    return MediaFingerprints.plan(info, Sha256.of("content"));
  }

  private static void outputs(Golden golden, MediaInfo info) {
    golden.shows(
        MediaText.of(info), PlanText.outputs(prints(info).getFirst().outputs(), info.duration()));
  }

  @Test
  void twoFramesASecondAndTheFirstOfEachSceneAreHashed(Golden golden) {
    outputs(
        golden,
        MediaInfo.of(
            MediaKind.VIDEO,
            "video/mp4",
            "mov",
            LENGTH,
            List.of(TestPicture.of(1920, 800).rate(30_000, 1001).stream()),
            List.of()));
  }

  @Test
  void aSoundIsHeardInMonoAndItsSamplesAreDigestedAsTheyAre(Golden golden) {
    outputs(
        golden,
        MediaInfo.of(MediaKind.AUDIO, "audio/mp4", "mov", LENGTH, List.of(), List.of(AUDIO)));
  }

  @Test
  void aStillIsHashedAtMostSoLarge(Golden golden) {
    outputs(
        golden,
        MediaInfo.of(
            MediaKind.IMAGE,
            "image/png",
            "png_pipe",
            null,
            List.of(TestPicture.of(3000, 1999).codec("png").still().pixels("rgb24").stream()),
            List.of()));
  }

  @Test
  void whereOneHalfFailsTheOtherIsHashedAlone(Golden golden) {
    MediaInfo info =
        MediaInfo.of(
            MediaKind.VIDEO,
            "video/mp4",
            "mov",
            LENGTH,
            List.of(TestPicture.of(640, 360).stream()),
            List.of(AUDIO));
    List<String> lines = new ArrayList<>();
    for (ArtifactSpec print : prints(info)) {
      lines.add(files(print));
      print.fallbacks().forEach(fallback -> lines.add("or " + files(fallback)));
    }
    golden.shows(MediaText.of(info), String.join("\n", lines));
  }

  private static String files(ArtifactSpec print) {
    return print.outputs().stream().map(OutputSpec::file).toList().toString()
        + (((MediaFingerprints) print).isWhole() ? ", the document of the content" : "");
  }
}
