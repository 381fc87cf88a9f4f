package io.patchwork.worker.render.graph;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.render.RenderProfiles;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderPlanBuilder;
import io.patchwork.worker.render.plan.SeekPoint;
import io.patchwork.worker.render.plan.SegmentSpec;
import io.patchwork.worker.render.plan.SmartCopy;
import io.patchwork.worker.render.plan.SoundtrackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A timeline, the media in it, and what is planned of them, in text. For one test. */
public final class TestFilm {

  private final TestTimeline edit;
  private String profile = "preview";

  public TestFilm(Otio otio) {
    this.edit = new TestTimeline(otio);
  }

  public TestFilm profile(String name) {
    profile = name;
    return this;
  }

  /** Adds a video file, with audio where it is given. */
  public TestFilm video(String name, String type, VideoStream picture, AudioStream... audio) {
    edit.video(name, type, picture, audio);
    return this;
  }

  /** An MP4. */
  public TestFilm video(String name, VideoStream picture) {
    edit.video(name, picture);
    return this;
  }

  TestFilm still(String name, VideoStream picture) {
    edit.still(name, picture);
    return this;
  }

  /** Adds an audio file of a number of seconds. */
  TestFilm audio(String name, String type, AudioStream audio, long seconds) {
    edit.audio(name, type, audio, seconds);
    return this;
  }

  /** Adds an audio file with a mezzanine, {@code copy}. */
  TestFilm copied(String name, AudioStream audio, long seconds) {
    edit.copied(name, audio, seconds);
    return this;
  }

  /** What the film is made of. */
  public String input() throws Exception {
    return edit.input();
  }

  /** With its contents by their names. */
  String named(String text) {
    return edit.named(text);
  }

  public RenderPlan plan() throws Exception {
    return plan(edit.edit(false));
  }

  private RenderPlan plan(ResolvedTimeline edit) throws Exception {
    return RenderPlanBuilder.build(
            new Id("film"),
            Sha256.of("timeline"),
            edit,
            Ancestors.NONE,
            RenderProfiles.named(profile),
            "build",
            SmartCopy.nothing())
        .plan();
  }

  /** The only segment. */
  SegmentSpec segment() throws Exception {
    return segment(plan());
  }

  /** The only segment of a timeline that wants more than there is. */
  SegmentSpec segmentBeyondMedia() throws Exception {
    return segment(plan(edit.edit(true)));
  }

  private static SegmentSpec segment(RenderPlan plan) {
    if (plan.segments().size() != 1) {
      throw new IllegalStateException(plan.segments().size() + " segments");
    }
    return (SegmentSpec) plan.segments().getFirst().content();
  }

  public SoundtrackSpec soundtrack() throws Exception {
    return Objects.requireNonNull(plan().soundtrack()).spec();
  }

  /** What the shots are put together by, without what feeds it and what follows it. */
  String composition(SegmentSpec spec) {
    Pass pass = RenderPasses.segment(spec, SeekPoint.GUESSED);
    return edit.named(PlanText.graph(pass.graph(), label -> label.matches("p[0-9]+")));
  }

  /** What its shots are put together by. */
  String composition() throws Exception {
    return composition(segment());
  }

  /** How its media is decoded. */
  String feeds(SegmentSpec spec) {
    Pass pass = RenderPasses.segment(spec, SeekPoint.GUESSED);
    List<String> lines = new ArrayList<>();
    pass.inputs().forEach(input -> lines.add("input: " + PlanText.input(input)));
    lines.add(PlanText.graph(pass.graph(), label -> label.matches("s?f[0-9]+")));
    return edit.named(String.join("\n", lines));
  }

  /** How its media is decoded. */
  String feeds() throws Exception {
    return feeds(segment());
  }
}
