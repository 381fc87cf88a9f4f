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
import org.jspecify.annotations.Nullable;

/** Hashes frames and samples while the pass runs and stores the fingerprints. */
final class MediaFingerprintsBuilder implements ArtifactBuilder {

  private static final String JSON = "application/json";
  private static final String KEPT_FRAMES = "frames.json";
  private static final String KEPT_SOUND = "chroma.json";

  private final MediaFingerprints spec;
  private final List<FrameSamples.HashedFrame> hashedFrames = new ArrayList<>();
  private final List<FrameSamples.Sample> samples = new ArrayList<>();
  private final MonoPrint monoPrint = new MonoPrint();
  private MonoPrint.@Nullable Items loadedItems;
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
      case AudioHashInput.SAMPLES -> {
        if (spec.audio() != null) {
          spec.audio().read(bytes, monoPrint);
        }
      }
      default -> throw new IllegalStateException(file + " is not ours");
    }
  }

  @Override
  public List<String> saveChunk(Chunk chunk, BuildContext context) throws Failure {
    if (chunk instanceof Chunk.OfAudio) {
      context.write(KEPT_SOUND, out -> out.write(Json.bytes(monoPrint.items())));
      return List.of(KEPT_SOUND, AudioHashInput.DECODED_DIGEST);
    }
    List<FrameSamples.Sample> hashedSamples = hashedSamples(context);
    context.write(KEPT_FRAMES, out -> out.write(Json.bytes(hashedSamples)));
    return List.of(KEPT_FRAMES);
  }

  @Override
  public void loadChunk(SavedChunk saved, BuildContext context) throws IOException {
    if (saved.chunk() instanceof Chunk.OfAudio) {
      byte[] bytes = Files.readAllBytes(saved.file(KEPT_SOUND));
      loadedItems = Json.read(bytes, MonoPrint.Items.class);
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

  private Sha256 decodedDigest(BuildContext context) throws Failure {
    Path digest =
        decodedDigest == null ? context.out(AudioHashInput.DECODED_DIGEST) : decodedDigest;
    try {
      return AudioHashInput.decodedDigest(digest);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure {
    samples.addAll(hashedSamples(context));
    @Nullable VideoFingerprint video = spec.frames() == null ? null : spec.frames().print(samples);
    MonoPrint.@Nullable Items items =
        spec.audio() == null ? null : loadedItems == null ? monoPrint.items() : loadedItems;
    @Nullable AudioFingerprint soundPrint =
        items == null ? null : items.print(decodedDigest(context));
    FingerprintDocument document =
        new FingerprintDocument(
            FingerprintDocument.FORMAT, spec.sha256(), stillPrint, video, soundPrint, null);
    String key =
        spec.isWhole()
            ? context
                .writer()
                .shared(StoreLayout.fingerprint(spec.sha256()), Json.bytes(document), JSON)
            : context.writer().document("print.json", Json.bytes(document), JSON);
    return ArtifactSet.of(
        representative(stillPrint, video), key, items == null ? List.of() : items.warnings());
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
