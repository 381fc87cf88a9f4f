package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioFingerprint;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.StillFingerprint;
import io.patchwork.schema.manifest.VideoFingerprint;
import io.patchwork.schema.manifest.VideoSample;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.artifact.Chunk;
import io.patchwork.worker.artifact.SavedChunk;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Hashes frames and samples while the pass runs and stores the fingerprints. */
final class MediaFingerprintsBuilder implements ArtifactBuilder {

  private static final String JSON = "application/json";
  private static final String KEPT_FRAMES = "frames.json";
  private static final String KEPT_SOUND = "chroma.json";

  private final MediaFingerprints spec;
  private final List<FrameSamples.HashedFrame> hashedFrames = new ArrayList<>();
  private final List<FrameSamples.Sample> samples = new ArrayList<>();
  private final Chromaprint chromaprint = new Chromaprint();
  private final List<int[]> items = new ArrayList<>();
  private @Nullable Path decodedDigest;
  private @Nullable StillFingerprint stillPrint;

  MediaFingerprintsBuilder(MediaFingerprints spec) {
    this.spec = spec;
  }

  @Override
  public void consume(String file, InputStream bytes) throws IOException {
    switch (file) {
      case StillHashInput.PIXELS ->
          stillPrint = spec.still() == null ? null : spec.still().print(bytes);
      case FrameSamples.PIXELS -> {
        if (spec.frames() != null) {
          spec.frames().hash(bytes, hashedFrames);
        }
      }
      case AudioHashInput.SAMPLES -> AudioHashInput.read(bytes, chromaprint);
      default -> throw new IllegalStateException(file + " is not ours");
    }
  }

  @Override
  public List<String> saveChunk(Chunk chunk, BuildContext context) throws Failure {
    if (chunk instanceof Chunk.OfAudio) {
      context.write(KEPT_SOUND, out -> out.write(Json.bytes(chromaprint.items())));
      return List.of(KEPT_SOUND, AudioHashInput.DECODED_DIGEST);
    }
    List<FrameSamples.Sample> hashedSamples = hashedSamples(context);
    context.write(KEPT_FRAMES, out -> out.write(Json.bytes(hashedSamples)));
    return List.of(KEPT_FRAMES);
  }

  @Override
  public void loadChunk(SavedChunk saved, BuildContext context) throws IOException {
    if (saved.chunk() instanceof Chunk.OfAudio) {
      items.add(Json.read(Files.readAllBytes(saved.file(KEPT_SOUND)), int[].class));
      decodedDigest = saved.file(AudioHashInput.DECODED_DIGEST);
    } else {
      byte[] bytes = Files.readAllBytes(saved.file(KEPT_FRAMES));
      samples.addAll(List.of(Json.read(bytes, FrameSamples.Sample[].class)));
    }
  }

  /** The hashed frames with their times; none where no video is fingerprinted. */
  private List<FrameSamples.Sample> hashedSamples(BuildContext context) throws Failure {
    if (spec.frames() == null || hashedFrames.isEmpty()) {
      return List.of();
    }
    try {
      return spec.frames().samples(context.out(FrameSamples.TIMES), hashedFrames);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private AudioFingerprint audio(BuildContext context) throws Failure {
    Path digest =
        decodedDigest == null ? context.out(AudioHashInput.DECODED_DIGEST) : decodedDigest;
    try {
      int[] allItems = items.stream().flatMapToInt(IntStream::of).toArray();
      return print(allItems, AudioHashInput.decodedDigest(digest));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure {
    samples.addAll(hashedSamples(context));
    @Nullable VideoFingerprint video = spec.frames() == null ? null : spec.frames().print(samples);
    items.add(chromaprint.items());
    @Nullable AudioFingerprint soundPrint = spec.audio() == null ? null : audio(context);
    FingerprintDocument document =
        new FingerprintDocument(
            FingerprintDocument.FORMAT, spec.sha256(), stillPrint, video, soundPrint, null);
    String key =
        spec.isWhole()
            ? context
                .writer()
                .shared(StoreLayout.fingerprint(spec.sha256()), Json.bytes(document), JSON)
            : context.writer().document("print.json", Json.bytes(document), JSON);
    return ArtifactSet.of(representative(stillPrint, video), key);
  }

  private static AudioFingerprint print(int[] items, Sha256 decodedDigest) {
    return new AudioFingerprint(
        AudioFingerprint.CHROMAPRINT,
        Chromaprint.RATE,
        Chromaprint.HOP,
        Chromaprint.SPAN,
        IntStream.of(items).mapToObj(Integer::toUnsignedLong).toList(),
        items.length == 0 ? "" : ChromaprintText.of(items),
        decodedDigest);
  }

  /** The hash that represents the content, if there is one. */
  private static @Nullable PdqHash representative(
      @Nullable StillFingerprint still, @Nullable VideoFingerprint video) {
    if (still != null) {
      return new PdqHash(still.hashes().getFirst(), still.quality());
    }
    return video == null
        ? null
        : video.samples().stream()
            .max(Comparator.comparingInt(VideoSample::quality))
            .map(sample -> new PdqHash(sample.hash(), sample.quality()))
            .orElse(null);
  }
}
