package io.patchwork.worker.render;

import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.NamedAssets;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.attribution.AlphaMeasurements;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.attribution.Attribution;
import io.patchwork.worker.composition.AssetCatalog;
import io.patchwork.worker.composition.Diagnostics;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.render.plan.MeasuredTimeline;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderPlanBuilder;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.render.plan.SmartCopy;
import io.patchwork.worker.render.segment.CodecConfigProbe;
import io.patchwork.worker.storelayout.Tombstones;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/** Plans render jobs: reads the timeline, resolves its assets and builds the plan. Thread-safe. */
final class RenderPlanner {

  private static final int MAX_TEXT_BYTES = 32 << 20;

  /** In bytes. Two timelines of this size are not planned at once: the heap might not hold both. */
  private static final long LARGE_TIMELINE_BYTES = 2L << 20;

  private final ReentrantLock largeTimelines = new ReentrantLock();
  private final ObjectStore store;
  private final RenderStore renders;
  private final SourceFetcher fetcher;
  private final Manifests manifests;
  private final Tombstones tombstones;
  private final TitleRenderer titles;
  private final StoredAlpha measuredAlpha;
  private final CodecConfigProbe codecConfigs;
  private final String ffmpegBuild;

  RenderPlanner(
      ObjectStore store,
      RenderStore renders,
      SourceFetcher fetcher,
      Manifests manifests,
      TitleRenderer titles,
      CodecConfigProbe codecConfigs,
      String ffmpegBuild) {
    this.store = store;
    this.renders = renders;
    this.fetcher = fetcher;
    this.manifests = manifests;
    this.tombstones = new Tombstones(store);
    this.titles = titles;
    this.measuredAlpha = new StoredAlpha(store, manifests);
    this.codecConfigs = codecConfigs;
    this.ffmpegBuild = ffmpegBuild;
  }

  /**
   * Assets with what is known of the renders in them; each is looked up once.
   *
   * @param known looked up already
   */
  private AssetCatalog catalog(StoredAncestors ancestors, Map<Id, Optional<SourceMedia>> known) {
    return new AssetCatalog() {
      @Override
      public Optional<SourceMedia> find(Id asset) {
        return known.computeIfAbsent(asset, ancestors::media);
      }

      @Override
      public boolean isForgotten(Id asset) {
        return tombstones.isForgotten(asset);
      }

      @Override
      public Optional<String> text(SourceMedia source) {
        return Optional.ofNullable(source.text())
            .flatMap(text -> store.read(new ObjectKey(text.key()), MAX_TEXT_BYTES))
            .map(content -> new String(content.bytes(), StandardCharsets.UTF_8));
      }
    };
  }

  /** Whether a rendition is in the store, with the digest that its manifest names. */
  private boolean isThere(Artifact variant) {
    return store
        .head(new ObjectKey(variant.key()))
        .filter(object -> variant.sha256().hex().equals(object.sha256()))
        .isPresent();
  }

  /**
   * A plan and the timeline that it was made of.
   *
   * @param attribution whose work is in it
   * @param timeline the document, upgraded to current OTIO schema versions
   */
  record Planned(RenderPlan plan, Attribution attribution, JsonNode timeline) {}

  /**
   * Plans a render.
   *
   * @param folder work folder of child processes
   */
  Planned plan(Render job, Path folder) throws Failure, InterruptedException {
    if (!(job.timeline() instanceof Source.Stored stored)) {
      throw new Refused(
          FailureCode.INVALID_TIMELINE,
          "A timeline is an object in the store, not " + job.timeline() + ".");
    }
    RenderProfile profile = RenderProfiles.named(job.profile());
    try (Fetched fetched = fetcher.fetch(stored, null, null, SourceFetcher.FetchProgress.NONE)) {
      if (fetched.bytes() <= LARGE_TIMELINE_BYTES) {
        return plan(job, profile, fetched, folder);
      }
      largeTimelines.lockInterruptibly();
      try {
        return plan(job, profile, fetched, folder);
      } finally {
        largeTimelines.unlock();
      }
    }
  }

  /** Refuses a timeline that names somebody who was forgotten. */
  private void checkCredits(ResolvedTimeline timeline) throws Refused {
    List<Contributor> people = timeline.additionalCredits();
    for (Contributor person : people) {
      if (tombstones.isPersonForgotten(person.id())) {
        throw new Refused(
            FailureCode.FORGOTTEN,
            "The additional credits of the timeline name somebody who was forgotten, because they"
                + " asked for that: entry "
                + (people.indexOf(person) + 1)
                + "; take it out.");
      }
    }
  }

  private static void refuseIfStrict(Render job, ResolvedTimeline timeline) throws Refused {
    if (job.isStrict() && !timeline.warnings().isEmpty()) {
      throw new Refused(
          FailureCode.UNSUPPORTED_TIMELINE,
          "Nothing was rendered, because --strict refuses a timeline that cannot be rendered just"
              + " as it is; without --strict it would be rendered like this: "
              + String.join(" ", timeline.warnings()));
    }
  }

  private Planned plan(Render job, RenderProfile profile, Fetched fetched, Path folder)
      throws Failure, InterruptedException {
    try {
      if (fetched.bytes() > OtioJson.MAX_BYTES) {
        throw new Refused(
            FailureCode.TOO_LARGE,
            "The timeline is larger than "
                + (OtioJson.MAX_BYTES >> 20)
                + " MiB; render it in parts.");
      }
      JsonNode document = OtioJson.read(Files.readAllBytes(fetched.file()));
      StoredAncestors ancestors = new StoredAncestors(renders, manifests);
      ResolvedTimeline timeline =
          profile.withoutUnsupportedSubtitles(
              TimelineResolver.resolve(
                  OtioReader.read(document),
                  catalog(ancestors, ancestors.media(NamedAssets.of(document).names().keySet())),
                  job.hasPlaceholders(),
                  whole -> profile.trim(whole, job.from(), job.to())));
      checkCredits(timeline);
      profile.checkDuration(timeline);
      refuseIfStrict(job, timeline);
      Sha256 digest = new Sha256(fetched.sha256());
      RenderPlanBuilder.Planned planned =
          switch (profile) {
            case RenderProfile.Visual visual ->
                plan(job, digest, timeline, ancestors, visual, folder);
            case RenderProfile.Audio _ ->
                RenderPlanBuilder.build(
                    job.render(),
                    digest,
                    timeline,
                    ancestors,
                    profile,
                    ffmpegBuild,
                    SmartCopy.nothing());
          };
      return new Planned(planned.plan(), planned.attribution(), document);
    } catch (InvalidTimeline e) {
      throw new Refused(
          e.isUnsupported() ? FailureCode.UNSUPPORTED_TIMELINE : FailureCode.INVALID_TIMELINE,
          String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private RenderPlanBuilder.Planned plan(
      Render job,
      Sha256 digest,
      ResolvedTimeline timeline,
      Ancestors ancestors,
      RenderProfile.Visual profile,
      Path folder)
      throws Failure, IOException, InterruptedException {
    Diagnostics unmeasured = new Diagnostics();
    AlphaMeasurements alpha = measuredAlpha.of(timeline, unmeasured);
    TitleRenderer.Rasterized rasterized =
        titles.rasterize(
            timeline,
            profile.video().frame(),
            drawn ->
                RenderPlanBuilder.lineage(
                    job.render(),
                    digest,
                    timeline,
                    new MeasuredTimeline(drawn, alpha),
                    ancestors,
                    profile),
            folder.resolve("titles"));
    refuseIfStrict(job, rasterized.shown());
    SmartCopy smartCopy =
        SmartCopy.of(
            rasterized.shown(),
            profile.video().coding(timeline.rate()),
            this::isThere,
            coding -> codecConfigs.parameterSets(coding, folder.resolve("parameters")));
    return RenderPlanBuilder.build(
        job.render(),
        digest,
        rasterized.shown().with(Map.of(), unmeasured.warnings()),
        new MeasuredTimeline(rasterized.measured(), alpha),
        ancestors,
        profile,
        ffmpegBuild,
        smartCopy);
  }
}
