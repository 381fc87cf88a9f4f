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
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.telemetry.CostMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The rendered segments and soundtracks in the store, shared by all renders. Thread-safe. */
public final class SegmentStore {

  private static final int MAX_DOCUMENT_BYTES = 1 << 16;
  private static final String ENDS_TYPE = "application/octet-stream";
  private static final long MAX_BYTES = 64L << 30;

  private final ObjectStore store;
  private final FetchCache cache;
  private final Duration lifetime;
  private final InstantSource clock;

  /**
   * The segments of a store.
   *
   * @param lifetime after which the store's lifecycle rules may delete them
   */
  public SegmentStore(ObjectStore store, FetchCache cache, Duration lifetime, InstantSource clock) {
    this.store = store;
    this.cache = cache;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  private static ObjectKey key(RenderPlan plan, RenderPlan.Element element) {
    return switch (element) {
      case RenderPlan.Soundtrack audio ->
          StoreLayout.segment(audio.key(), audio.spec().codec().extension());
      case RenderPlan.Segment(Sha256 key, SegmentSpec spec) ->
          StoreLayout.segment(key, spec.coding().codec().brand().format());
      case RenderPlan.Segment(Sha256 _, CopiedGops gops) -> new ObjectKey(plan.rendition(gops));
    };
  }

  /**
   * The keys of all objects that an element of a plan is: of a rendered segment also its boundary
   * frames, of a soundtrack also the mix that it was encoded from, and its loudness.
   */
  public static List<ObjectKey> keys(RenderPlan plan, RenderPlan.Element element) {
    return switch (element) {
      case RenderPlan.Soundtrack audio ->
          List.of(key(plan, audio), mixKey(audio.spec().mix()), loudnessKey(audio));
      case RenderPlan.Segment segment ->
          isRendered(segment)
              ? List.of(key(plan, segment), endsKey(segment))
              : List.of(key(plan, segment));
    };
  }

  private static boolean isRendered(RenderPlan.Element element) {
    return element instanceof RenderPlan.Segment(Sha256 _, SegmentContent content)
        && content instanceof SegmentSpec;
  }

  private static String mediaType(RenderPlan.Element element) {
    return element instanceof RenderPlan.Soundtrack audio
        ? audio.spec().codec().mediaType()
        : element instanceof RenderPlan.Segment(Sha256 _, SegmentSpec spec)
                && spec.coding().codec().brand() == Mp4.Brand.MOV
            ? "video/quicktime"
            : "video/mp4";
  }

  /** Whether an element is in the store; of a rendered segment, its boundary frames too. */
  public boolean isThere(RenderPlan plan, RenderPlan.Element element) {
    return find(plan, element).isPresent()
        && (!isRendered(element)
            || store.head(StoreLayout.segment(element.key(), RenderPasses.ENDS)).isPresent());
  }

  /** An element in the store; a rendition only with the digest that was planned. */
  private Optional<StoredObject> find(RenderPlan plan, RenderPlan.Element element) {
    return store
        .head(key(plan, element))
        .filter(object ->
            !(element instanceof RenderPlan.Segment(Sha256 _, CopiedGops gops))
                || gops.rendition().hex().equals(object.sha256()));
  }

  /**
   * Whether an element is in the store and will stay there; one older than half the lifetime is
   * stored again.
   */
  public boolean isThereToStay(RenderPlan plan, RenderPlan.Element element) throws Failure {
    Optional<StoredObject> object = find(plan, element);
    if (object.isEmpty()) {
      return false;
    }
    boolean isCopied =
        element instanceof RenderPlan.Segment segment && segment.content() instanceof CopiedGops;
    Instant renewBefore = clock.instant().minus(lifetime.dividedBy(2));
    if (!isCopied && object.get().modified().isBefore(renewBefore)) {
      if (element instanceof RenderPlan.Segment segment) {
        renewEnds(segment);
      }
      return renew(object.get(), mediaType(element));
    }
    return true;
  }

  private void renewEnds(RenderPlan.Segment segment) throws Failure {
    Optional<StoredObject> object = store.head(endsKey(segment));
    if (object.isPresent()) {
      renew(object.get(), ENDS_TYPE);
    }
  }

  /** Stores an object again, to renew its age; returns whether it was still there. */
  private boolean renew(StoredObject object, String mediaType) throws Failure {
    try (Fetched fetched = fetch(object)) {
      Upload again = Upload.of(fetched.file(), mediaType, fetched.sha256());
      return store.replace(object.key(), object.etag(), again).isPresent();
    } catch (ObjectMissing expired) {
      return false;
    }
  }

  /** Stores an element, unless another worker was faster. */
  void put(RenderPlan plan, RenderPlan.Element element, Path file) throws Failure {
    put(key(plan, element), mediaType(element), file);
  }

  private static ObjectKey endsKey(RenderPlan.Segment segment) {
    return StoreLayout.segment(segment.key(), RenderPasses.ENDS);
  }

  /** Stores the boundary frames of a segment; call it before the segment is stored. */
  void putEnds(RenderPlan.Segment segment, Path file) throws Failure {
    put(endsKey(segment), ENDS_TYPE, file);
  }

  /** The boundary frames of a rendered segment. */
  public Optional<BoundaryFrames> ends(RenderPlan.Segment segment) {
    return store
        .read(endsKey(segment), MAX_DOCUMENT_BYTES)
        .map(content -> BoundaryFrames.read(content.bytes()));
  }

  private static ObjectKey mixKey(MixSpec spec) {
    return StoreLayout.segment(spec.key(), AudioCodec.FLAC.extension());
  }

  /** A mix at its target loudness, if it is in the store. */
  Optional<Fetched> levelled(MixSpec spec) throws Failure {
    Optional<StoredObject> object = store.head(mixKey(spec));
    try {
      return object.isEmpty() ? Optional.empty() : Optional.of(fetch(object.get()));
    } catch (ObjectMissing expired) {
      return Optional.empty();
    }
  }

  /** Stores a mix at its target loudness. */
  Fetched putLevelled(MixSpec spec, Path file) throws Failure {
    return fetch(put(mixKey(spec), AudioCodec.FLAC.mediaType(), file));
  }

  private static ObjectKey loudnessKey(RenderPlan.Soundtrack soundtrack) {
    return StoreLayout.segment(soundtrack.key(), "loudness.json");
  }

  /** The measured loudness of a soundtrack, if it is in the store. */
  Optional<Loudness> loudness(RenderPlan.Soundtrack soundtrack) {
    return store
        .read(loudnessKey(soundtrack), MAX_DOCUMENT_BYTES)
        .map(content -> Json.read(content.bytes(), Loudness.class));
  }

  /** Stores the measured loudness of a soundtrack. */
  void putLoudness(RenderPlan.Soundtrack soundtrack, Loudness loudness) {
    byte[] bytes = Json.bytes(loudness);
    store.putIfAbsent(
        loudnessKey(soundtrack), Upload.of(bytes, "application/json", Sha256.of(bytes).hex()));
  }

  private StoredObject put(ObjectKey key, String mediaType, Path file) throws Failure {
    try {
      StoredObject stored =
          store
              .putIfAbsent(key, Upload.of(file, mediaType, ArtifactWriter.digest(file).hex()))
              .object();
      CostMeter.stored(stored.bytes());
      return stored;
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * Brings an element into {@code folder/in}; copied GOPs are cut out of their rendition.
   *
   * @param name file name there
   * @throws ObjectMissing if it is gone from the store
   * @throws Fault if a rendition does not match the plan
   */
  public void bring(RenderPlan plan, RenderPlan.Element element, Path folder, String name)
      throws Failure {
    ObjectKey key = key(plan, element);
    StoredObject object = find(plan, element).orElseThrow(() -> new ObjectMissing(key));
    try (Fetched fetched = fetch(object)) {
      if (element instanceof RenderPlan.Segment(Sha256 _, CopiedGops gops)) {
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
   * @throws ObjectMissing if it is gone from the store
   */
  private Fetched fetch(StoredObject object) throws Failure {
    try {
      Fetched fetched =
          cache.fetch(object.sha256(), () -> store.open(object.key(), 0, object.etag()), MAX_BYTES);
      if (!fetched.wasThere()) {
        CostMeter.fetched(fetched.bytes());
      }
      return fetched;
    } catch (FetchCache.BrokenOff e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE,
          "A segment of the render cannot be fetched; once the store is back, send the job again"
              + " under a new id.",
          e);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
