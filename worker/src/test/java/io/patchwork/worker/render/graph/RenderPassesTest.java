package io.patchwork.worker.render.graph;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.codec.VideoCodec;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.loudness.LoudnessNormalisation;
import io.patchwork.worker.render.RenderProfiles;
import io.patchwork.worker.render.plan.MixSpec;
import io.patchwork.worker.render.plan.OutputFormat;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.render.plan.SeekPoint;
import io.patchwork.worker.render.plan.SegmentSpec;
import io.patchwork.worker.render.plan.SoundtrackSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The passes of a render: how segments and soundtrack are encoded, and the film is joined. */
@ExtendWith(Golden.Finder.class)
final class RenderPassesTest {

  /** 31 frames with audio at a rate. */
  private static TestFilm film(String rate, String profile) {
    Otio otio = new Otio(rate);
    otio.track("Video", otio.clip("asset:a", 53, 31));
    otio.track("Audio", otio.clip("asset:a", 53, 31));
    return new TestFilm(otio)
        .profile(profile)
        .video("a", "video/mp4", TestPicture.of(640, 360).stream(), TestTimeline.stereo(1, 48_000));
  }

  private static void encoding(Golden golden, String rate, String profile) throws Exception {
    TestFilm film = film(rate, profile);

    Pass pass = RenderPasses.segment(film.segment(), SeekPoint.GUESSED);
    golden.shows(
        "profile " + profile + ", 31 frames at " + rate + " a second", outputs(pass.outputs()));
  }

  private static String outputs(List<Output> outputs) {
    return String.join("\n", outputs.stream().map(PlanText::output).toList());
  }

  @Test
  void aSegmentOfTheFinalFilmIsH264InClosedGroups(Golden golden) throws Exception {
    encoding(golden, "25", "final");
  }

  @Test
  void aSegmentAtAnNtscRateHasATickForEveryFrame(Golden golden) throws Exception {
    encoding(golden, "29.97", "preview");
  }

  @Test
  void aSegmentForEditingIsOfKeyFrames(Golden golden) throws Exception {
    encoding(golden, "25", "prores");
  }

  @Test
  void aBlackFrameTellsTheParameterSetsOfAllSegments(Golden golden) throws Exception {
    VideoCoding coding =
        ((RenderProfile.Film) RenderProfiles.named("hd")).video().coding(FrameRate.of(24, 1));
    SegmentSpec black = new SegmentSpec(1, "build", coding, List.of(new Shot(1, List.of())));
    Pass pass = RenderPasses.segment(black, SeekPoint.GUESSED);

    golden.shows(
        "one black frame, profile hd, 24 frames a second",
        PlanText.graph(pass.graph())
            + "\n"
            + PlanText.options(pass.outputs().getFirst().encoding().options().subList(0, 12)));
  }

  @Test
  void aMixIsKeptInFloatingPointAndMeasured(Golden golden) throws Exception {
    SoundtrackSpec spec = film("25", "final").soundtrack();

    golden.shows(
        "the mix of a soundtrack of " + spec.mix().samples() + " samples",
        outputs(RenderPasses.mix(spec.mix()).outputs()));
  }

  private static Loudness loudness(String integrated, String peak) {
    return new Loudness(
        new BigDecimal(integrated), null, BigDecimal.ONE, new BigDecimal(peak), BigDecimal.ZERO);
  }

  private static MixSpec mix(long samples) {
    return new MixSpec(1, "build", new LoudnessNormalisation(-16, -1), samples, List.of());
  }

  @Test
  void aMixIsLevelledAsAWholeAndLimitedWherePeaksWouldClip(Golden golden) {
    golden.shows(
        "-21.3 LUFS with peaks of -4.2 dB, to be -16 LUFS with peaks of -1 dB; 59521 samples",
        PlanText.pass(RenderPasses.levelled(mix(59_521), loudness("-21.3", "-4.2"))));
  }

  @Test
  void aQuietMixIsLevelledByOneGain(Golden golden) {
    golden.shows(
        "-21.3 LUFS with peaks of -9.2 dB, to be -16 LUFS with peaks of -1 dB; 59521 samples",
        PlanText.pass(RenderPasses.levelled(mix(59_521), loudness("-21.3", "-9.2"))));
  }

  @Test
  void aSoundtrackIsEncodedOnceFromTheLevelledMix(Golden golden) {
    golden.shows(
        "AAC at 192 kbit/s, 59521 samples",
        PlanText.pass(
            RenderPasses.soundtrack(new SoundtrackSpec(mix(59_521), AudioCodec.AAC, 192))));
  }

  @Test
  void aSongIsItsSoundtrackWithTags(Golden golden) {
    golden.shows(
        "FLAC, 59521 samples",
        PlanText.pass(RenderPasses.song(new SoundtrackSpec(mix(59_521), AudioCodec.FLAC, 0))));
  }

  @Test
  void anEncodedSoundtrackIsListenedTo(Golden golden) {
    golden.shows(
        "Opus, 59521 samples",
        PlanText.pass(
            RenderPasses.soundtrackLoudness(
                new SoundtrackSpec(mix(59_521), AudioCodec.OPUS, 128))));
  }

  @Test
  void aSeamIsDecodedFromTheKeyFrameBeforeIt(Golden golden) throws Exception {
    RenderPlan.Segment any =
        new RenderPlan.Segment(Sha256.of("any"), film("25", "preview").segment());
    List<Seam> seams = List.of(new Seam(0, 46, any, any), new Seam(96, 142, any, any));

    golden.shows(
        "seams before frames 46 and 142 at 25 a second; key frames before them: 0 and 96",
        PlanText.pass(
            RenderPasses.seams(FrameRate.of(25, 1), Demuxer.MOV, VideoCodec.H264, seams)));
  }

  private static String whole(TestFilm film) throws Exception {
    RenderPlan plan = film.plan();
    RenderProfile.Film profile = (RenderProfile.Film) plan.profile();
    return film.named(PlanText.pass(RenderPasses.whole(plan, profile.form())));
  }

  @Test
  void aFilmIsJoinedOfItsSegmentsPacketByPacket(Golden golden) throws Exception {
    golden.shows("31 frames at 25 a second with sound, profile final", whole(film("25", "final")));
  }

  @Test
  void aFilmAtAnNtscRateIsJoinedOnItsFrames(Golden golden) throws Exception {
    golden.shows(
        "31 frames at 30000/1001 a second with sound, profile dnxhr",
        whole(film("29.97", "dnxhr")));
  }

  @Test
  void aWebmHasNoIndexOfMp4(Golden golden) throws Exception {
    golden.shows("31 frames at 25 a second with sound, profile webm", whole(film("25", "webm")));
  }

  /** The same plan with two tracks of subtitles. */
  private static RenderPlan subtitled(RenderPlan plan) {
    List<RenderPlan.Subtitles> subtitles = new ArrayList<>();
    subtitles.add(new RenderPlan.Subtitles("de", "Deutsch", List.of()));
    subtitles.add(new RenderPlan.Subtitles(null, "Notes", List.of()));
    return new RenderPlan(
        plan.render(),
        plan.revision(),
        plan.timeline(),
        plan.profile(),
        plan.rate(),
        plan.frames(),
        plan.segments(),
        plan.sequence(),
        plan.soundtrack(),
        plan.chapters(),
        subtitles,
        plan.origins(),
        plan.indexes(),
        plan.lineage(),
        plan.warnings(),
        plan.tags());
  }

  @Test
  void subtitlesAreTracksThatAreOffAtFirst(Golden golden) throws Exception {
    RenderPlan plan = subtitled(film("25", "final").plan());

    golden.shows(
        "31 frames at 25 a second with sound, in MP4; subtitles \"Deutsch\" in de and \"Notes\"",
        PlanText.pass(RenderPasses.whole(plan, OutputFormat.MP4)));
  }

  @Test
  void subtitlesOfWebmHaveTitles(Golden golden) throws Exception {
    RenderPlan plan = subtitled(film("25", "webm").plan());

    golden.shows(
        "31 frames at 25 a second with sound, in WebM; subtitles \"Deutsch\" in de and \"Notes\"",
        outputs(RenderPasses.whole(plan, OutputFormat.WEBM).outputs()));
  }

  @Test
  void chaptersComeFromTheListBehindTheOtherInputs(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", otio.marked(otio.clip("asset:a", 53, 31), 60, "Beginning"));
    TestFilm film = new TestFilm(otio).video("a", TestPicture.of(640, 360).stream());

    golden.shows(film.input(), whole(film));
  }
}
