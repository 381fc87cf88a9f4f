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
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.coding.AudioCodec;
import io.patchwork.worker.coding.Mp4Index;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Progress;
import io.patchwork.worker.ffmpeg.Ran;
import io.patchwork.worker.intake.Intake;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.production.Shelf;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The segments and soundtracks in the store, shared by all renders. Thread-safe. */
final class Pieces {

  private static final int MAX_DOCUMENT = 1 << 16;
  private static final int INDEXES_KEPT = 8;
  private static final int MAX_INDEX = 256 << 20;
  private static final long MAX_BYTES = 64L << 30;

  /** Of the sources that segments were made of last. */
  private final Map<String, FrameIndex> indexes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FrameIndex> eldest) {
          return size() > INDEXES_KEPT;
        }
      };

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

  private static ObjectKey key(RenderPlan plan, RenderPlan.Part part) {
    return switch (part) {
      case RenderPlan.Soundtrack sound ->
          StoreLayout.segment(sound.key(), sound.spec().codec().extension());
      case RenderPlan.Segment(Sha256 key, SegmentSpec spec) ->
          StoreLayout.segment(key, spec.coding().codec().muxer());
      case RenderPlan.Segment(Sha256 _, CopiedGroups groups) ->
          new ObjectKey(Objects.requireNonNull(plan.originals().get(groups.rendition())));
    };
  }

  private static String mediaType(RenderPlan.Part part) {
    return part instanceof RenderPlan.Soundtrack sound
        ? sound.spec().codec().mediaType()
        : part instanceof RenderPlan.Segment(Sha256 _, SegmentSpec spec)
                && spec.coding().codec().muxer().equals("mov")
            ? "video/quicktime"
            : "video/mp4";
  }

  boolean isThere(RenderPlan plan, RenderPlan.Part part) {
    return find(plan, part).isPresent();
  }

  /** A piece in the store; a rendition only if it is the one that was planned. */
  private Optional<StoredObject> find(RenderPlan plan, RenderPlan.Part part) {
    return store
        .head(key(plan, part))
        .filter(there ->
            !(part instanceof RenderPlan.Segment(Sha256 _, CopiedGroups groups))
                || groups.rendition().hex().equals(there.sha256()));
  }

  /** Whether a piece is there and will stay; one that has lived half its life is put anew. */
  boolean isThereToStay(RenderPlan plan, RenderPlan.Part part) throws Unavailable {
    Optional<StoredObject> there = find(plan, part);
    if (there.isEmpty()) {
      return false;
    }
    boolean isOfAsset =
        part instanceof RenderPlan.Segment segment && segment.content() instanceof CopiedGroups;
    Instant half = clock.instant().minus(lifetime.dividedBy(2));
    if (!isOfAsset && there.get().modified().isBefore(half)) {
      try (Fetched fetched = fetch(there.get())) {
        Upload again = Upload.of(fetched.file(), mediaType(part), fetched.sha256());
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
    switch (segment.content()) {
      case SegmentSpec spec -> {
        Pass pass = RenderPasses.segment(spec, entry(plan));
        gather(plan, pass, folder);
        ffmpeg.run(pass, folder, progress);
        put(
            key(plan, segment),
            mediaType(segment),
            folder.resolve("out").resolve(RenderPasses.SEGMENT));
      }
      case CopiedGroups _ -> throw gone(key(plan, segment));
    }
  }

  /**
   * Makes a soundtrack and puts it into the store: mixed and measured, then made as loud as it
   * should be, encoded, and heard once more.
   *
   * @param folder for the passes
   */
  void make(
      RenderPlan plan, RenderPlan.Soundtrack soundtrack, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    Path encoding = folder.resolve("encoding");
    try (Fetched levelled = levelled(plan, soundtrack.spec().mix(), folder, progress)) {
      Intake.link(levelled.file(), encoding, RenderPasses.LEVELLED);
    }
    ffmpeg.run(RenderPasses.soundtrack(soundtrack.spec()), encoding, progress);
    Path encoded = encoding.resolve("out").resolve(RenderPasses.SOUNDTRACK);
    // Here, while others are at the picture, and not when all wait for the whole.
    loudness(soundtrack, encoded, folder.resolve("listening"));
    put(key(plan, soundtrack), mediaType(soundtrack), encoded);
  }

  /** The mix as loud as it should be, from the store if it is there. */
  private Fetched levelled(RenderPlan plan, MixSpec spec, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    ObjectKey key = StoreLayout.segment(spec.key(), AudioCodec.FLAC.extension());
    Optional<StoredObject> there = store.head(key);
    if (there.isPresent()) {
      try {
        return fetch(there.get());
      } catch (ObjectMissing expired) {
        // It is made again.
      }
    }
    Path mixing = folder.resolve("mixing");
    Pass mix = RenderPasses.mix(spec);
    gather(plan, mix, mixing);
    ffmpeg.run(mix, mixing, progress);
    Loudness loudness = measured(mixing);
    Path levelling = folder.resolve("levelling");
    Intake.link(mixing.resolve("out").resolve(RenderPasses.MIX), levelling, RenderPasses.MIX);
    ffmpeg.run(RenderPasses.levelled(spec, loudness), levelling, progress);
    Path made = levelling.resolve("out").resolve(RenderPasses.LEVELLED);
    return fetch(put(key, AudioCodec.FLAC.mediaType(), made));
  }

  private static Loudness measured(Path folder) throws Unavailable {
    try {
      return LoudnessLog.read(
          folder.resolve("out").resolve(RenderPasses.LOUDNESS), BigDecimal.ZERO);
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
  }

  /**
   * How loud a soundtrack is, all of which is decoded for it; what was found is kept beside it.
   *
   * @param encoded its file
   * @param folder for the pass
   * @throws Fault if it does not decode cleanly
   */
  Loudness loudness(RenderPlan.Soundtrack soundtrack, Path encoded, Path folder)
      throws Failure, InterruptedException {
    ObjectKey key = StoreLayout.segment(soundtrack.key(), "loudness.json");
    Optional<ObjectStore.Content> known = store.read(key, MAX_DOCUMENT);
    if (known.isPresent()) {
      return Json.read(known.get().bytes(), Loudness.class);
    }
    Intake.link(encoded, folder, RenderPasses.SOUNDTRACK);
    Ran ran =
        ffmpeg.run(RenderPasses.listening(soundtrack.spec()), folder, Map.of(), progress -> {});
    if (!ran.complaining().isEmpty()) {
      throw new Fault("of the soundtrack complains " + ran.complaining(), null);
    }
    Loudness loudness = measured(folder);
    byte[] bytes = Json.bytes(loudness);
    store.putIfAbsent(key, Upload.of(bytes, "application/json", Sha256.of(bytes).hex()));
    return loudness;
  }

  /** By the indexes that the plan names. */
  private Entry entry(RenderPlan plan) {
    return (shown, wanted) -> {
      @Nullable String key = plan.indexes().get(shown.sha256());
      return key == null || !shown.demuxer().seeksExactly()
          ? Entry.guessed(shown.demuxer(), wanted)
          : index(key)
              .map(index -> Entry.indexed(index, shown, wanted))
              .orElseGet(() -> Entry.guessed(shown.demuxer(), wanted));
    };
  }

  private Optional<FrameIndex> index(String key) {
    synchronized (indexes) {
      Optional<FrameIndex> known = Optional.ofNullable(indexes.get(key));
      return known.isPresent()
          ? known
          : store
              .read(new ObjectKey(key), MAX_INDEX)
              .map(content -> {
                FrameIndex index = Json.read(content.bytes(), FrameIndex.class);
                indexes.put(key, index);
                return index;
              });
    }
  }

  /** Brings what a pass reads into {@code folder/in}. */
  private void gather(RenderPlan plan, Pass pass, Path folder)
      throws Failure, InterruptedException {
    for (Input input : pass.inputs()) {
      Sha256 content = new Sha256(input.file());
      String original = plan.originals().get(content);
      if (original == null) {
        throw new Fault("the plan names no original of " + content, null);
      }
      try (Fetched fetched = original(original, content)) {
        String name = Intake.link(fetched.file(), folder, content.hex());
        assert name.equals(input.file());
      }
    }
  }

  private StoredObject put(ObjectKey key, String mediaType, Path made) throws Unavailable {
    try {
      return store.putIfAbsent(key, Upload.of(made, mediaType, Shelf.digest(made).hex())).object();
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
      throw gone(key);
    } catch (IOException e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE, "A source of the render could not be fetched.", e);
    }
  }

  private static Refused gone(ObjectKey key) {
    return new Refused(
        FailureCode.SOURCE_NOT_FOUND,
        "What the render is made of is gone from the store (" + key + "); ask for it anew.");
  }

  /**
   * Brings a piece into {@code folder/in}.
   *
   * @param name it has there
   * @throws ObjectMissing if it is not there any more
   * @throws Fault if a rendition is not what the plan says of it
   */
  void bring(RenderPlan plan, RenderPlan.Part part, Path folder, String name)
      throws Fault, Unavailable {
    ObjectKey key = key(plan, part);
    StoredObject there = find(plan, part).orElseThrow(() -> new ObjectMissing(key));
    try (Fetched fetched = fetch(there)) {
      if (part instanceof RenderPlan.Segment(Sha256 _, CopiedGroups groups)) {
        excerpt(fetched.file(), groups, folder, name);
      } else {
        String linked = Intake.link(fetched.file(), folder, name);
        assert linked.equals(name);
      }
    }
  }

  private static void excerpt(Path rendition, CopiedGroups groups, Path folder, String name)
      throws Fault, Unavailable {
    RationalTime from = RationalTime.ofFrames(groups.first(), groups.rate());
    RationalTime to = RationalTime.ofFrames(groups.first() + groups.frames(), groups.rate());
    try {
      Path in = Files.createDirectories(folder.resolve("in"));
      Mp4Index.read(rendition).excerpt(rendition, from, to, in.resolve(name));
    } catch (FileSystemException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be written.", e);
    } catch (IOException e) {
      throw new Fault("nothing is copied of " + groups.rendition() + ": " + e.getMessage(), e);
    }
  }

  /**
   * An object's bytes, pinned in the cache until closed.
   *
   * @throws ObjectMissing if it is not there any more
   */
  private Fetched fetch(StoredObject there) throws Unavailable {
    try {
      return cache.fetch(there.sha256(), () -> store.open(there.key(), 0, there.etag()), MAX_BYTES);
    } catch (IOException e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE, "A piece of the render could not be fetched.", e);
    }
  }
}
