package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.SoundPrint;
import io.patchwork.schema.manifest.StillPrint;
import io.patchwork.schema.manifest.VideoPrint;
import io.patchwork.schema.manifest.VideoSample;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a content is recognised by: the hashes of its picture or of its frames, and of its sound, in
 * one document that is never changed.
 *
 * @param isWhole whether that is all there is in the content; what is known of a half, because the
 *     other could not be decoded, is no document of the content
 */
public record Prints(
    Sha256 sha256,
    @Nullable StillLook still,
    @Nullable FrameSamples frames,
    @Nullable SoundSamples sound,
    boolean isWhole)
    implements Contribution {

  private static final String JSON = "application/json";
  private static final String KEPT_FRAMES = "frames.json";
  private static final String KEPT_SOUND = "chroma.json";

  /** The prints of a source. */
  public static List<Contribution> plan(MediaInfo info, Sha256 sha256) {
    if (info.kind() == MediaKind.DOCUMENT) {
      return List.of(new TextPrints(sha256));
    }
    @Nullable VideoStream picture = info.picture().orElse(null);
    @Nullable AudioStream sound = info.sound().orElse(null);
    boolean isStill = info.kind() == MediaKind.IMAGE;
    return List.of(
        new Prints(
            sha256,
            picture != null && isStill ? StillLook.of(picture) : null,
            picture != null && !isStill ? FrameSamples.of(picture) : null,
            sound == null ? null : SoundSamples.of(sound),
            true));
  }

  @Override
  public String name() {
    return "fingerprint";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Contribution> lesser() {
    return frames == null || sound == null
        ? List.of()
        : List.of(
            new Prints(sha256, null, frames, null, false),
            new Prints(sha256, null, null, sound, false));
  }

  @Override
  public List<Product> products() {
    List<Product> products = new ArrayList<>();
    if (still != null) {
      products.add(still.product());
    }
    if (frames != null) {
      products.add(frames.product());
    }
    if (sound != null) {
      products.addAll(sound.products());
    }
    return products;
  }

  @Override
  public Harvest begin() {
    return new Harvest() {
      private final List<FrameSamples.Looked> looked = new ArrayList<>();
      private final List<FrameSamples.Sample> samples = new ArrayList<>();
      private final Chromaprint chromaprint = new Chromaprint();
      private final List<int[]> items = new ArrayList<>();
      private @Nullable Path essence;
      private @Nullable StillPrint stillPrint;

      @Override
      public void hear(String file, InputStream bytes) throws IOException {
        switch (file) {
          case StillLook.PIXELS -> stillPrint = still == null ? null : still.print(bytes);
          case FrameSamples.PIXELS -> {
            if (frames != null) {
              frames.hash(bytes, looked);
            }
          }
          case SoundSamples.SAMPLES -> SoundSamples.hear(bytes, chromaprint);
          default -> throw new IllegalStateException(file + " is not ours");
        }
      }

      @Override
      public List<String> keep(Part part, Bench bench) throws Failure {
        if (part instanceof Part.OfSound) {
          bench.write(KEPT_SOUND, out -> out.write(Json.bytes(chromaprint.items())));
          return List.of(KEPT_SOUND, SoundSamples.ESSENCE);
        }
        List<FrameSamples.Sample> heard = heard(bench);
        bench.write(KEPT_FRAMES, out -> out.write(Json.bytes(heard)));
        return List.of(KEPT_FRAMES);
      }

      @Override
      public void take(Kept kept, Bench bench) throws IOException {
        if (kept.part() instanceof Part.OfSound) {
          items.add(Json.read(Files.readAllBytes(kept.file(KEPT_SOUND)), int[].class));
          essence = kept.file(SoundSamples.ESSENCE);
        } else {
          byte[] bytes = Files.readAllBytes(kept.file(KEPT_FRAMES));
          samples.addAll(List.of(Json.read(bytes, FrameSamples.Sample[].class)));
        }
      }

      // The frames that were heard, none where nobody wants them.
      private List<FrameSamples.Sample> heard(Bench bench) throws Failure {
        if (frames == null || looked.isEmpty()) {
          return List.of();
        }
        try {
          return frames.samples(bench.out(FrameSamples.TIMES), looked);
        } catch (IOException e) {
          throw Disk.failure(e);
        }
      }

      private SoundPrint sound(Bench bench) throws Failure {
        Path digest = essence == null ? bench.out(SoundSamples.ESSENCE) : essence;
        try {
          int[] all = items.stream().flatMapToInt(IntStream::of).toArray();
          return print(all, SoundSamples.essence(digest));
        } catch (IOException e) {
          throw Disk.failure(e);
        }
      }

      @Override
      public Findings collect(Bench bench) throws Failure {
        samples.addAll(heard(bench));
        @Nullable VideoPrint video = frames == null ? null : frames.print(samples);
        items.add(chromaprint.items());
        @Nullable SoundPrint soundPrint = sound == null ? null : sound(bench);
        FingerprintDocument document =
            new FingerprintDocument(
                FingerprintDocument.FORMAT, sha256, stillPrint, video, soundPrint, null);
        String key =
            isWhole
                ? bench.shelf().shared(StoreLayout.fingerprint(sha256), Json.bytes(document), JSON)
                : bench.shelf().text("fingerprint", "print.json", Json.text(document), JSON).key();
        return Findings.of(telling(stillPrint, video), key);
      }
    };
  }

  private static SoundPrint print(int[] items, Sha256 essence) {
    return new SoundPrint(
        SoundPrint.CHROMAPRINT,
        Chromaprint.RATE,
        Chromaprint.HOP,
        Chromaprint.SPAN,
        IntStream.of(items).mapToObj(Integer::toUnsignedLong).toList(),
        items.length == 0 ? "" : ChromaprintText.of(items),
        essence);
  }

  /** The hash that stands for the picture, if there is one. */
  private static @Nullable PdqHash telling(@Nullable StillPrint still, @Nullable VideoPrint video) {
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
