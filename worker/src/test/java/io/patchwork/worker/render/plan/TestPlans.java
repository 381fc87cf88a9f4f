package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestStreams;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.attribution.Attribution;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TestSource;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.render.RenderProfiles;
import java.util.List;
import java.util.Optional;

/** Plans of timelines whose assets are all there. */
public final class TestPlans {

  private TestPlans() {}

  public static RenderPlan plan(Otio otio) throws Exception {
    return plan(OtioReader.read(otio.bytes()));
  }

  public static RenderPlan plan(Timeline timeline) throws Exception {
    return RenderPlanBuilder.build(
            new Id("film"),
            Sha256.of("timeline"),
            TimelineResolver.resolve(timeline, asset -> Optional.of(media(asset.value())), false),
            Ancestors.NONE,
            RenderProfiles.named("preview"),
            "build",
            SmartCopy.nothing())
        .plan();
  }

  /** Whose work is in a film, of which everybody made the asset of their name. */
  public static Attribution attribution(Otio otio, String profile) throws Exception {
    return RenderPlanBuilder.build(
            new Id("film"),
            Sha256.of("timeline"),
            TimelineResolver.resolve(
                OtioReader.read(otio.bytes()), asset -> Optional.of(media(asset.value())), false),
            Ancestors.NONE,
            RenderProfiles.named(profile),
            "build",
            SmartCopy.nothing())
        .attribution();
  }

  /** A film of 1000 seconds at 25 frames; names that begin alike have the same content. */
  static SourceMedia media(String name) {
    VideoStream picture =
        TestStreams.picture(640, 360, FrameRate.of(25, 1), RationalTime.ofSeconds(1000, 1));
    AudioStream audio = new AudioStream(1, "aac", 44_100, 2, "stereo", RationalTime.ZERO, null);
    return TestSource.of(
        name,
        name.replaceAll("-.*", ""),
        MediaInfo.of(
            MediaKind.VIDEO,
            "video/mp4",
            "mov",
            RationalTime.ofSeconds(1000, 1),
            List.of(picture),
            List.of(audio)));
  }
}
