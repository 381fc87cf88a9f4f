package io.patchwork.worker.render.segment;

import io.patchwork.common.store.FetchCache;
import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.PassResult;
import io.patchwork.worker.ffmpeg.Progress;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.CopiedGops;
import io.patchwork.worker.render.plan.MixSpec;
import io.patchwork.worker.render.plan.Origin;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.SeekPoint;
import io.patchwork.worker.render.plan.SegmentSpec;
import io.patchwork.worker.storelayout.DocumentCache;
import io.patchwork.worker.telemetry.CostMeter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Renders segments and soundtracks from their sources, and puts them into the store. Thread-safe.
 */
public final class SegmentRenderer {

  private static final long MAX_CACHED_INDEX_BYTES = 16 << 20;
  private static final int MAX_INDEX_BYTES = 256 << 20;
  private static final long MAX_BYTES = 64L << 30;

  /** Frame indexes of the sources that were used last. */
  private final DocumentCache<FrameIndex> indexes;

  private final ObjectStore store;
  private final FetchCache cache;
  private final SourceFetcher fetcher;
  private final FFmpeg ffmpeg;
  private final SegmentStore segments;

  public SegmentRenderer(
      ObjectStore store,
      FetchCache cache,
      SourceFetcher fetcher,
      FFmpeg ffmpeg,
      SegmentStore segments) {
    this.store = store;
    this.cache = cache;
    this.fetcher = fetcher;
    this.ffmpeg = ffmpeg;
    this.segments = segments;
    this.indexes =
        new DocumentCache<>(store, FrameIndex.class, MAX_INDEX_BYTES, MAX_CACHED_INDEX_BYTES);
  }

  /**
   * Renders a segment and stores it, unless another worker was faster.
   *
   * @param folder work folder of the pass
   */
  public void render(
      RenderPlan plan, RenderPlan.Segment segment, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    switch (segment.content()) {
      case SegmentSpec spec -> {
        Pass pass = RenderPasses.segment(spec, seekPoint(plan));
        linkInputs(plan, pass, folder);
        ffmpeg.run(pass, folder, progress);
        Path out = folder.resolve("out");
        segments.putEnds(segment, out.resolve(RenderPasses.ENDS));
        segments.put(plan, segment, out.resolve(RenderPasses.SEGMENT));
      }
      case CopiedGops gops -> throw gone(new ObjectKey(plan.rendition(gops)));
    }
  }

  /**
   * Renders a soundtrack and stores it: mixes and measures, normalises the loudness, encodes, and
   * measures the encoded file.
   *
   * @param folder work folder of the passes
   */
  public void render(
      RenderPlan plan, RenderPlan.Soundtrack soundtrack, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    Path encoding = folder.resolve("encoding");
    try (Fetched levelled = levelled(plan, soundtrack.spec().mix(), folder, progress)) {
      JobFolder.link(levelled.file(), encoding, RenderPasses.LEVELLED);
    }
    ffmpeg.run(RenderPasses.soundtrack(soundtrack.spec()), encoding, progress);
    Path encoded = encoding.resolve("out").resolve(RenderPasses.SOUNDTRACK);
    // Here, while other workers render video, and not in the assembly that all wait for.
    loudness(soundtrack, encoded, folder.resolve("listening"));
    segments.put(plan, soundtrack, encoded);
  }

  /** The mix at its target loudness, from the store if it is there. */
  private Fetched levelled(RenderPlan plan, MixSpec spec, Path folder, Consumer<Progress> progress)
      throws Failure, InterruptedException {
    Optional<Fetched> stored = segments.levelled(spec);
    if (stored.isPresent()) {
      return stored.get();
    }
    Path mixing = folder.resolve("mixing");
    Pass mix = RenderPasses.mix(spec);
    linkInputs(plan, mix, mixing);
    ffmpeg.run(mix, mixing, progress);
    Loudness loudness = measured(mixing);
    Path levelling = folder.resolve("levelling");
    JobFolder.link(mixing.resolve("out").resolve(RenderPasses.MIX), levelling, RenderPasses.MIX);
    ffmpeg.run(RenderPasses.levelled(spec, loudness), levelling, progress);
    Path levelled = levelling.resolve("out").resolve(RenderPasses.LEVELLED);
    return segments.putLevelled(spec, levelled);
  }

  private static Loudness measured(Path folder) throws Failure {
    try {
      return LoudnessLog.read(
          folder.resolve("out").resolve(RenderPasses.LOUDNESS), BigDecimal.ZERO);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * Loudness of an encoded soundtrack, measured by decoding all of it; the result is stored beside
   * it.
   *
   * @param encoded the soundtrack's file
   * @param folder work folder of the pass
   * @throws Fault if it does not decode cleanly
   */
  public Loudness loudness(RenderPlan.Soundtrack soundtrack, Path encoded, Path folder)
      throws Failure, InterruptedException {
    Optional<Loudness> stored = segments.loudness(soundtrack);
    if (stored.isPresent()) {
      return stored.get();
    }
    JobFolder.link(encoded, folder, RenderPasses.SOUNDTRACK);
    PassResult result =
        ffmpeg.run(
            RenderPasses.soundtrackLoudness(soundtrack.spec()), folder, Map.of(), progress -> {});
    if (!result.damagedInputs().isEmpty()) {
      throw new Fault("of the soundtrack complains " + result.damagedInputs(), null);
    }
    Loudness loudness = measured(folder);
    segments.putLoudness(soundtrack, loudness);
    return loudness;
  }

  /** A seek point that uses the frame indexes that the plan names. */
  private SeekPoint seekPoint(RenderPlan plan) {
    return (shown, wanted) -> {
      @Nullable String key = plan.indexes().get(shown.sha256());
      return key == null || !shown.demuxer().seeksExactly()
          ? SeekPoint.guessed(shown.demuxer(), wanted)
          : indexes
              .read(new ObjectKey(key))
              .map(index -> SeekPoint.indexed(index, shown, wanted))
              .orElseGet(() -> SeekPoint.guessed(shown.demuxer(), wanted));
    };
  }

  /** Links the inputs of a pass into {@code folder/in}. */
  private void linkInputs(RenderPlan plan, Pass pass, Path folder)
      throws Failure, InterruptedException {
    for (Input input : pass.inputs()) {
      Sha256 content = new Sha256(input.file());
      Origin origin =
          plan.origin(content)
              .orElseThrow(() -> new Fault("the plan names no origin of " + content, null));
      try (Fetched fetched = fetched(origin, content)) {
        SourceFetcher.link(fetched.file(), input.demuxer(), folder, input.file());
      }
    }
  }

  private Fetched fetched(Origin origin, Sha256 content) throws Failure, InterruptedException {
    return switch (origin) {
      case Origin.OfSource(String address) -> upload(address, content);
      case Origin.OfObject(String key) -> object(new ObjectKey(key), content);
    };
  }

  /** Fetches an upload; the source policy is checked again, because a plan is no permission. */
  private Fetched upload(String address, Sha256 content) throws Failure, InterruptedException {
    Source.Stored source = (Source.Stored) Source.parse(address);
    return fetcher.fetch(source, null, content, SourceFetcher.FetchProgress.NONE);
  }

  /** Fetches an object that a worker stored. */
  private Fetched object(ObjectKey key, Sha256 content) throws Failure, InterruptedException {
    try {
      StoredObject object = store.head(key).orElseThrow(() -> new ObjectMissing(key));
      Fetched fetched =
          cache.fetch(content.hex(), () -> store.open(key, 0, object.etag()), MAX_BYTES);
      if (!fetched.wasThere()) {
        CostMeter.fetched(fetched.bytes());
      }
      return fetched;
    } catch (ObjectMissing gone) {
      throw gone(key);
    } catch (IOException e) {
      throw new Unavailable(
          FailureCode.STORE_UNAVAILABLE,
          "A source of the render could not be fetched; once the store is back, render again.",
          e);
    }
  }

  private static Refused gone(ObjectKey key) {
    return new Refused(
        FailureCode.SOURCE_NOT_FOUND,
        "A file that the render needs is gone from the store ("
            + key
            + "); run the same render again, which makes it again.");
  }
}
