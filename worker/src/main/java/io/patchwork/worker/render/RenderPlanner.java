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
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.composition.AssetCatalog;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderPlanBuilder;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.render.plan.SmartCopy;
import io.patchwork.worker.render.segment.CodecConfigProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/** From a render job to its plan: reads the timeline, finds the assets, composes. Thread-safe. */
final class RenderPlanner {

  private static final int MAX_TEXT_BYTES = 32 << 20;

  /** Of a document's bytes. Two such are not planned at once: the heap might not hold both. */
  private static final long LARGE = 2L << 20;

  private final ReentrantLock large = new ReentrantLock();
  private final ObjectStore store;
  private final RenderStore renders;
  private final SourceFetcher fetcher;
  private final Manifests assets;
  private final TitleRenderer titles;
  private final CodecConfigProbe encoders;
  private final String encoder;

  RenderPlanner(
      ObjectStore store,
      RenderStore renders,
      SourceFetcher fetcher,
      Manifests assets,
      TitleRenderer titles,
      CodecConfigProbe encoders,
      String encoder) {
    this.store = store;
    this.renders = renders;
    this.fetcher = fetcher;
    this.assets = assets;
    this.titles = titles;
    this.encoders = encoders;
    this.encoder = encoder;
  }

  private AssetCatalog library() {
    return new AssetCatalog() {
      @Override
      public Optional<SourceMedia> find(Id asset) {
        return assets.find(asset).map(known -> media(known.manifest()));
      }

      @Override
      public Optional<String> text(SourceMedia source) {
        return Optional.ofNullable(source.text())
            .flatMap(text -> store.read(new ObjectKey(text.key()), MAX_TEXT_BYTES))
            .map(content -> new String(content.bytes(), StandardCharsets.UTF_8));
      }
    };
  }

  /** An asset, and who is in it where it is a render. */
  private SourceMedia media(AssetManifest manifest) {
    SourceMedia media = SourceMedia.of(manifest);
    List<RenderRevision> made = renders.rendersOf(manifest.sha256());
    // Of revisions that look alike some may credit people whom others do not.
    List<Contributor> people =
        made.stream()
            .flatMap(each -> renders.lineage(each).stream())
            .flatMap(lineage -> CreditRoll.people(lineage).stream())
            .distinct()
            .toList();
    return made.isEmpty() ? media : media.of(made.getFirst(), people);
  }

  /** Whether a rendition lies where its manifest says, and is the one that it speaks of. */
  private boolean isThere(Artifact rung) {
    return store
        .head(new ObjectKey(rung.key()))
        .filter(there -> rung.sha256().hex().equals(there.sha256()))
        .isPresent();
  }

  /**
   * A plan and what it is a plan of.
   *
   * @param timeline the document, in the present versions of its schemas
   */
  record Planned(RenderPlan plan, JsonNode timeline) {}

  /**
   * Plans.
   *
   * @param folder for child processes
   */
  Planned plan(Render job, Path folder) throws Failure, InterruptedException {
    if (!(job.timeline() instanceof Source.Stored stored)) {
      throw new Refused(
          FailureCode.INVALID_TIMELINE,
          "A timeline is an object in the store, not " + job.timeline() + ".");
    }
    RenderProfile profile = RenderProfiles.named(job.profile());
    try (Fetched fetched = fetcher.fetch(stored, null, null, SourceFetcher.FetchProgress.NONE)) {
      if (fetched.bytes() <= LARGE) {
        return plan(job, profile, fetched, folder);
      }
      large.lockInterruptibly();
      try {
        return plan(job, profile, fetched, folder);
      } finally {
        large.unlock();
      }
    }
  }

  private static void refuseUnfaithful(Render job, ResolvedTimeline edit) throws Refused {
    if (job.isStrict() && !edit.warnings().isEmpty()) {
      throw new Refused(
          FailureCode.UNSUPPORTED_TIMELINE,
          "The timeline cannot be rendered faithfully: " + String.join(" ", edit.warnings()));
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
      Timeline timeline = profile.trim(OtioReader.read(document), job.from(), job.to());
      ResolvedTimeline edit =
          profile.withoutUnsupportedSubtitles(
              TimelineResolver.resolve(timeline, library(), job.hasPlaceholders()));
      profile.admit(edit);
      refuseUnfaithful(job, edit);
      Sha256 digest = new Sha256(fetched.sha256());
      RenderPlan plan =
          switch (profile) {
            case RenderProfile.Visual visual -> plan(job, digest, edit, visual, folder);
            case RenderProfile.Audio _ ->
                RenderPlanBuilder.compose(
                    job.render(), digest, edit, profile, encoder, SmartCopy.nothing());
          };
      return new Planned(plan, document);
    } catch (InvalidTimeline e) {
      throw new Refused(
          e.isUnsupported() ? FailureCode.UNSUPPORTED_TIMELINE : FailureCode.INVALID_TIMELINE,
          String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private RenderPlan plan(
      Render job, Sha256 timeline, ResolvedTimeline edit, RenderProfile.Visual profile, Path folder)
      throws Failure, IOException, InterruptedException {
    ResolvedTimeline lettered =
        titles.drawn(
            edit,
            profile.video().frame(),
            () -> RenderPlanBuilder.lineage(job.render(), timeline, edit, profile),
            folder.resolve("titles"));
    refuseUnfaithful(job, lettered);
    SmartCopy copying =
        SmartCopy.of(
            lettered,
            profile.video().coding(lettered.rate()),
            this::isThere,
            coding -> encoders.parameterSets(coding, folder.resolve("parameters")));
    return RenderPlanBuilder.compose(job.render(), timeline, lettered, profile, encoder, copying);
  }
}
