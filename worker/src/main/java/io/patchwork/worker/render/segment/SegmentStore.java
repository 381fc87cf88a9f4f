package io.patchwork.worker.render.segment;

import io.patchwork.common.store.FetchCache;
import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.cluster.StoreLayout;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.CopiedGops;
import io.patchwork.worker.render.plan.MixSpec;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.SegmentContent;
import io.patchwork.worker.render.plan.SegmentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The segments and soundtracks in the store, shared by all renders. Thread-safe. */
public final class SegmentStore {

  private static final int MAX_DOCUMENT = 1 << 16;
  private static final String ENDS_TYPE = "application/octet-stream";
  private static final long MAX_BYTES = 64L << 30;

  private final ObjectStore store;
  private final FetchCache cache;
  private final Duration lifetime;
  private final InstantSource clock;

  /**
   * The segments.
   *
   * @param lifetime after which the store's own rules may delete them
   */
  public SegmentStore(ObjectStore store, FetchCache cache, Duration lifetime, InstantSource clock) {
    this.store = store;
    this.cache = cache;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  private static ObjectKey key(RenderPlan plan, RenderPlan.Element part) {
    return switch (part) {
      case RenderPlan.Soundtrack audio ->
          StoreLayout.segment(audio.key(), audio.spec().codec().extension());
      case RenderPlan.Segment(Sha256 key, SegmentSpec spec) ->
          StoreLayout.segment(key, spec.coding().codec().brand().format());
      case RenderPlan.Segment(Sha256 _, CopiedGops gops) -> new ObjectKey(plan.rendition(gops));
    };
  }

  private static String mediaType(RenderPlan.Element part) {
    return part instanceof RenderPlan.Soundtrack audio
        ? audio.spec().codec().mediaType()
        : part instanceof RenderPlan.Segment(Sha256 _, SegmentSpec spec)
                && spec.coding().codec().brand() == Mp4.Brand.MOV
            ? "video/quicktime"
            : "video/mp4";
  }

  /** Whether a segment is there, and what its ends look like, where it was made. */
  public boolean isThere(RenderPlan plan, RenderPlan.Element part) {
    boolean hasEnds =
        part instanceof RenderPlan.Segment(Sha256 _, SegmentContent content)
            && content instanceof SegmentSpec;
    return find(plan, part).isPresent()
        && (!hasEnds || store.head(StoreLayout.segment(part.key(), RenderPasses.ENDS)).isPresent());
  }

  /** A segment in the store; a rendition only if it is the one that was planned. */
  private Optional<StoredObject> find(RenderPlan plan, RenderPlan.Element part) {
    return store
        .head(key(plan, part))
        .filter(there ->
            !(part instanceof RenderPlan.Segment(Sha256 _, CopiedGops gops))
                || gops.rendition().hex().equals(there.sha256()));
  }

  /** Whether a segment is there and will stay; one that has lived half its life is put anew. */
  public boolean isThereToStay(RenderPlan plan, RenderPlan.Element part) throws Failure {
    Optional<StoredObject> there = find(plan, part);
    if (there.isEmpty()) {
      return false;
    }
    boolean isOfAsset =
        part instanceof RenderPlan.Segment segment && segment.content() instanceof CopiedGops;
    Instant half = clock.instant().minus(lifetime.dividedBy(2));
    if (!isOfAsset && there.get().modified().isBefore(half)) {
      if (part instanceof RenderPlan.Segment segment) {
        renewEnds(segment);
      }
      return renew(there.get(), mediaType(part));
    }
    return true;
  }

  private void renewEnds(RenderPlan.Segment segment) throws Failure {
    Optional<StoredObject> there = store.head(endsKey(segment));
    if (there.isPresent()) {
      renew(there.get(), ENDS_TYPE);
    }
  }

  /** Puts an object anew; whether it was still there. */
  private boolean renew(StoredObject there, String mediaType) throws Failure {
    try (Fetched fetched = fetch(there)) {
      Upload again = Upload.of(fetched.file(), mediaType, fetched.sha256());
      return store.replace(there.key(), there.etag(), again).isPresent();
    } catch (ObjectMissing expired) {
      return false;
    }
  }

  /** Puts a segment into the store, unless somebody was faster. */
  void put(RenderPlan plan, RenderPlan.Element part, Path made) throws Failure {
    put(key(plan, part), mediaType(part), made);
  }

  private static ObjectKey endsKey(RenderPlan.Segment segment) {
    return StoreLayout.segment(segment.key(), RenderPasses.ENDS);
  }

  /** Keeps what the first and the last frame of a segment look like, before it is there itself. */
  void putEnds(RenderPlan.Segment segment, Path made) throws Failure {
    put(endsKey(segment), ENDS_TYPE, made);
  }

  /** What the first and the last frame of a segment look like, of one that was made. */
  public Optional<BoundaryFrames> ends(RenderPlan.Segment segment) {
    return store
        .read(endsKey(segment), MAX_DOCUMENT)
        .map(content -> BoundaryFrames.read(content.bytes()));
  }

  private static ObjectKey mixKey(MixSpec spec) {
    return StoreLayout.segment(spec.key(), AudioCodec.FLAC.extension());
  }

  /** A mix as loud as it should be, if it is there. */
  Optional<Fetched> levelled(MixSpec spec) throws Failure {
    Optional<StoredObject> there = store.head(mixKey(spec));
    try {
      return there.isEmpty() ? Optional.empty() : Optional.of(fetch(there.get()));
    } catch (ObjectMissing expired) {
      return Optional.empty();
    }
  }

  /** Keeps such a mix. */
  Fetched putLevelled(MixSpec spec, Path made) throws Failure {
    return fetch(put(mixKey(spec), AudioCodec.FLAC.mediaType(), made));
  }

  private static ObjectKey loudnessKey(RenderPlan.Soundtrack soundtrack) {
    return StoreLayout.segment(soundtrack.key(), "loudness.json");
  }

  /** How loud a soundtrack was found to be. */
  Optional<Loudness> loudness(RenderPlan.Soundtrack soundtrack) {
    return store
        .read(loudnessKey(soundtrack), MAX_DOCUMENT)
        .map(content -> Json.read(content.bytes(), Loudness.class));
  }

  /** Keeps how loud it is. */
  void putLoudness(RenderPlan.Soundtrack soundtrack, Loudness loudness) {
    byte[] bytes = Json.bytes(loudness);
    store.putIfAbsent(
        loudnessKey(soundtrack), Upload.of(bytes, "application/json", Sha256.of(bytes).hex()));
  }

  private StoredObject put(ObjectKey key, String mediaType, Path made) throws Failure {
    try {
      return store
          .putIfAbsent(key, Upload.of(made, mediaType, ArtifactWriter.digest(made).hex()))
          .object();
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * Brings a segment into {@code folder/in}.
   *
   * @param name it has there
   * @throws ObjectMissing if it is not there any more
   * @throws Fault if a rendition is not what the plan says of it
   */
  public void bring(RenderPlan plan, RenderPlan.Element part, Path folder, String name)
      throws Failure {
    ObjectKey key = key(plan, part);
    StoredObject there = find(plan, part).orElseThrow(() -> new ObjectMissing(key));
    try (Fetched fetched = fetch(there)) {
      if (part instanceof RenderPlan.Segment(Sha256 _, CopiedGops gops)) {
        excerpt(fetched.file(), gops, folder, name);
      } else {
        String linked = JobFolder.link(fetched.file(), folder, name);
        assert linked.equals(name);
      }
    }
  }

  private static void excerpt(Path rendition, CopiedGops gops, Path folder, String name)
      throws Failure {
    RationalTime from = RationalTime.ofFrames(gops.first(), gops.rate());
    RationalTime to = RationalTime.ofFrames(gops.first() + gops.frames(), gops.rate());
    try {
      Path in = Files.createDirectories(folder.resolve("in"));
      Mp4Index.read(rendition).excerpt(rendition, from, to, in.resolve(name));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * An object's bytes, pinned in the cache until closed.
   *
   * @throws ObjectMissing if it is not there any more
   */
  private Fetched fetch(StoredObject there) throws Failure {
    try {
      return cache.fetch(there.sha256(), () -> store.open(there.key(), 0, there.etag()), MAX_BYTES);
    } catch (FetchCache.BrokenOff e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE,
          "A segment of the render cannot be fetched; once the store is back, send the job again.",
          e);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
