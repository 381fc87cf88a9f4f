package io.patchwork.worker.render;

import io.patchwork.common.store.FetchCache;
import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Progress;
import io.patchwork.worker.intake.Intake;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.production.Shelf;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** The segments and soundtracks in the store, shared by all renders. Thread-safe. */
final class Pieces {

  private static final long MAX_BYTES = 64L << 30;

  private final ObjectStore store;
  private final FetchCache cache;
  private final Intake intake;
  private final FFmpeg ffmpeg;
  private final Duration lifetime;
  private final InstantSource clock;

  /**
   * The pieces.
   *
   * @param lifetime after which the store's own rules may delete them
   */
  Pieces(
      ObjectStore store,
      FetchCache cache,
      Intake intake,
      FFmpeg ffmpeg,
      Duration lifetime,
      InstantSource clock) {
    this.store = store;
    this.cache = cache;
    this.intake = intake;
    this.ffmpeg = ffmpeg;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  private static ObjectKey key(RenderPlan plan, Sha256 piece) {
    boolean isSound = plan.soundtrack() != null && plan.soundtrack().key().equals(piece);
    return StoreLayout.segment(piece, isSound ? "m4a" : "mp4");
  }

  boolean isThere(RenderPlan plan, Sha256 piece) {
    return store.head(key(plan, piece)).isPresent();
  }

  /** Whether a piece is there and will stay; one that has lived half its life is put anew. */
  boolean isThereToStay(RenderPlan plan, Sha256 piece) throws Unavailable {
    Optional<StoredObject> there = store.head(key(plan, piece));
    if (there.isEmpty()) {
      return false;
    }
    Instant half = clock.instant().minus(lifetime.dividedBy(2));
    if (there.get().modified().isBefore(half)) {
      try (Fetched fetched = fetch(plan, piece)) {
        Upload again = Upload.of(fetched.file(), "video/mp4", fetched.sha256());
        return store.replace(there.get().key(), there.get().etag(), again).isPresent();
      } catch (ObjectMissing expired) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes a segment and puts it into the store, unless somebody was faster.
   *
   * @param folder for the pass
   */
  void make(RenderPlan plan, RenderPlan.Segment segment, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    Pass pass = RenderPasses.segment(segment.spec());
    gather(plan, pass, folder);
    ffmpeg.run(pass, folder, progress);
    put(plan, segment.key(), folder.resolve("out").resolve(RenderPasses.SEGMENT));
  }

  /**
   * Makes a soundtrack and puts it into the store: mixed and measured, then made as loud as it
   * should be and encoded.
   *
   * @param folder for the passes
   */
  void make(
      RenderPlan plan, RenderPlan.Soundtrack soundtrack, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    Path mixing = folder.resolve("mixing");
    Pass mix = RenderPasses.mix(soundtrack.spec());
    gather(plan, mix, mixing);
    ffmpeg.run(mix, mixing, progress);
    Loudness loudness;
    try {
      Path log = mixing.resolve("out").resolve(RenderPasses.LOUDNESS);
      loudness = LoudnessLog.read(log, BigDecimal.ZERO);
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
    Path encoding = folder.resolve("encoding");
    Intake.link(mixing.resolve("out").resolve(RenderPasses.MIX), encoding, RenderPasses.MIX);
    ffmpeg.run(RenderPasses.soundtrack(soundtrack.spec(), loudness), encoding, progress);
    put(plan, soundtrack.key(), encoding.resolve("out").resolve(RenderPasses.SOUNDTRACK));
  }

  /** Brings what a pass reads into {@code folder/in}. */
  private void gather(RenderPlan plan, Pass pass, Path folder)
      throws Failure, InterruptedException {
    for (Input input : pass.inputs()) {
      Sha256 content = new Sha256(input.file());
      String original = plan.originals().get(content);
      if (original == null) {
        throw new Failure.Fault("the plan names no original of " + content, null);
      }
      try (Fetched fetched = original(original, content)) {
        String name = Intake.link(fetched.file(), folder, content.hex());
        assert name.equals(input.file());
      }
    }
  }

  private void put(RenderPlan plan, Sha256 piece, Path made) throws Unavailable {
    try {
      ObjectStore.Put put =
          store.putIfAbsent(
              key(plan, piece), Upload.of(made, "video/mp4", Shelf.digest(made).hex()));
      assert put.object().bytes() > 0;
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
  }

  /**
   * An upload, for which the policy is asked again: a plan is no permission; or what we made of it.
   */
  private Fetched original(String address, Sha256 content) throws Failure, InterruptedException {
    boolean isOurs =
        address.startsWith(StoreLayout.ASSETS) || address.startsWith(StoreLayout.LETTERS);
    if (!isOurs) {
      Source.Stored source = (Source.Stored) Source.parse(address);
      return intake.fetch(source, null, content, Intake.Arrival.UNHEARD);
    }
    ObjectKey key = new ObjectKey(address);
    try {
      StoredObject there = store.head(key).orElseThrow(() -> new ObjectMissing(key));
      return cache.fetch(content.hex(), () -> store.open(key, 0, there.etag()), MAX_BYTES);
    } catch (ObjectMissing gone) {
      throw new Failure.Refused(
          FailureCode.SOURCE_NOT_FOUND,
          "What was made for the render is gone from the store ("
              + address
              + "); ask for it anew.");
    } catch (IOException e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE, "A source of the render could not be fetched.", e);
    }
  }

  /**
   * A piece's bytes, pinned in the cache until closed.
   *
   * @throws ObjectMissing if it is not there any more
   */
  Fetched fetch(RenderPlan plan, Sha256 piece) throws Unavailable {
    ObjectKey key = key(plan, piece);
    StoredObject there = store.head(key).orElseThrow(() -> new ObjectMissing(key));
    try {
      return cache.fetch(there.sha256(), () -> store.open(key, 0, there.etag()), MAX_BYTES);
    } catch (IOException e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE, "A piece of the render could not be fetched.", e);
    }
  }
}
