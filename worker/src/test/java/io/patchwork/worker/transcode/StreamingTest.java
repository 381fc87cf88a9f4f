package io.patchwork.worker.transcode;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.FrameRate;
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

/** The ladder of a source. */
@ExtendWith(Golden.Finder.class)
final class StreamingTest {

  private static final RationalTime LENGTH = RationalTime.ofSeconds(42, 1);
  private static final AudioStream AUDIO =
      new AudioStream(1, "aac", 44_100, 2, "stereo", RationalTime.ZERO, null);

  private static MediaInfo film(TestPicture video, AudioStream... audio) {
    return MediaInfo.of(
        MediaKind.VIDEO,
        "video/mp4",
        "mov",
        LENGTH,
        List.of(video.lasting(42, 1).stream()),
        List.of(audio));
  }

  private static Streaming plan(MediaInfo info, String profile) throws Exception {
    return Streaming.plan(info, LadderProfiles.builtIn().named(profile));
  }

  private static String ladder(Streaming plan) {
    List<String> lines = new ArrayList<>();
    for (OutputSpec output : plan.outputs()) {
      List<String> options = output.encoding().codec();
      lines.add(output.file() + ": " + String.join(" ", options.subList(0, 6)));
    }
    return String.join("\n", lines);
  }

  @Test
  void aRungIsOfWholeGroupsAndInFragments(Golden golden) throws Exception {
    MediaInfo info = film(TestPicture.of(640, 360).rate(30_000, 1001));

    golden.shows(
        MediaText.of(info) + "\nprofile web",
        PlanText.outputs(plan(info, "web").outputs(), LENGTH));
  }

  @Test
  void theLadderBeginsAtTheSizeOfTheSource(Golden golden) throws Exception {
    MediaInfo info = film(TestPicture.of(1600, 900));

    golden.shows(
        MediaText.of(info) + "\nprofile web",
        ladder(plan(info, "web")) + "\n" + PlanText.specs(List.of(plan(info, "web"))));
  }

  @Test
  void rungsOfHdrComeBeforeThoseOfSdr(Golden golden) throws Exception {
    MediaInfo info = film(TestPicture.of(3840, 2160).bright("arib-std-b67"));

    golden.shows(
        MediaText.of(info) + "\nprofile hdr",
        ladder(plan(info, "hdr")) + "\n" + PlanText.specs(List.of(plan(info, "hdr"))));
  }

  @Test
  void anSdrPictureHasNoRungsOfHdr(Golden golden) throws Exception {
    MediaInfo info = film(TestPicture.of(640, 360));

    golden.shows(MediaText.of(info) + "\nprofile hdr", ladder(plan(info, "hdr")));
  }

  @Test
  void aSoundIsKeptAtHalfItsAmplitudeAndMeasured(Golden golden) throws Exception {
    MediaInfo info =
        MediaInfo.of(MediaKind.AUDIO, "audio/mp4", "mov", LENGTH, List.of(), List.of(AUDIO));

    golden.shows(
        MediaText.of(info) + "\nprofile web",
        PlanText.outputs(plan(info, "web").outputs(), LENGTH));
  }

  @Test
  void whereOneHalfFailsTheOtherIsMadeAlone(Golden golden) throws Exception {
    MediaInfo info = film(TestPicture.of(640, 360), AUDIO);
    Streaming both = plan(info, "web");
    List<String> lines = new ArrayList<>(List.of(both.noun() + files(both)));
    for (ArtifactSpec fallback : both.fallbacks()) {
      lines.add(fallback.noun() + files(fallback) + ", then " + fallback.fallbacks());
    }
    golden.shows(MediaText.of(info) + "\nprofile web", String.join("\n", lines));
  }

  private static String files(ArtifactSpec spec) {
    return spec.outputs().stream().map(OutputSpec::file).toList().toString();
  }

  @Test
  void aLongSourceIsCutBetweenGroupsOfAllLadders(Golden golden) throws Exception {
    LadderProfile hdr = LadderProfiles.builtIn().named("hdr");
    LadderProfile.Video slower =
        new LadderProfile.Video(hdr.video().codec(), "fast", 3, hdr.video().rungs());
    LadderProfile uneven =
        new LadderProfile(
            "uneven", slower, hdr.hdr(), hdr.audio(), hdr.stills(), hdr.packaging(), true, false);
    MediaInfo info = film(TestPicture.of(3840, 2160).bright("smpte2084"));

    golden.shows(
        "groups of 2 seconds; groups of 3 seconds in SDR and of 2 in HDR; 24 frames a second",
        plan(info, "web").gopFrames(FrameRate.of(24, 1))
            + " frames\n"
            + Streaming.plan(info, uneven).gopFrames(FrameRate.of(24, 1))
            + " frames");
  }
}
