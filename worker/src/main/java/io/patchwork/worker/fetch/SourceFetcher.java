package io.patchwork.worker.fetch;

import io.patchwork.common.store.FetchCache;
import io.patchwork.common.store.FetchCache.Fetched;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.sandboxedjvm.PictureReader;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fetches a source into a job's folder and probes it. Thread-safe. */
public final class SourceFetcher {

  /** Ends the name of a copy that FFmpeg reads in the place of the original. */
  private static final String MENDED = "-mended";

  private final Manifests assets;
  private final SourceDownload download;
  private final ProbeCache probes;
  private final PictureReader pictures;
  private final SourceLimits bounds;

  /**
   * Maximum size and duration of a source.
   *
   * @param bytes maximum file size in bytes
   * @param duration maximum duration of video or audio
   * @param atOnce maximum duration of a video that cannot be split into chunks, so that no message
   *     exceeds its lane's deadline
   */
  public record SourceLimits(long bytes, RationalTime duration, RationalTime atOnce) {}

  public SourceFetcher(
      SourcePolicy policy,
      Manifests assets,
      FetchCache cache,
      ProbeCache probes,
      PictureReader pictures,
      SourceLimits bounds,
      Metrics metrics) {
    this.assets = assets;
    this.download = new SourceDownload(policy, cache, bounds.bytes, metrics);
    this.probes = probes;
    this.pictures = pictures;
    this.bounds = bounds;
  }

  /**
   * A fetched and probed source in a job's folder.
   *
   * @param asset its asset, or an id made from its digest where it has none
   * @param manifest the asset's manifest, where the source is an asset
   * @param original the URI that it was fetched from
   * @param file its name in the folder's {@code in}
   * @param decodable the file that FFmpeg reads: the source, or its unpacked form
   * @param demuxer the demuxer that reads it; empty for documents
   * @param frames the stored index of its frames, where it has video
   */
  public record FetchedSource(
      Id asset,
      Optional<Manifests.StoredManifest> manifest,
      String original,
      Sha256 sha256,
      long bytes,
      String file,
      String decodable,
      Optional<Demuxer> demuxer,
      MediaInfo info,
      Optional<Artifact> frames) {}

  /** Receives the progress of a fetch, in bytes. */
  public interface FetchProgress {
    FetchProgress NONE = (done, total) -> {};

    void received(long bytes, long total);
  }

  /** What a job needs to know of a picture beside its pixels. */
  public enum PictureTags {
    READ,
    IGNORED
  }

  /**
   * Fetches a source into {@code folder/in}.
   *
   * @param etag the version that is meant, or null
   * @param expected digest of the expected content, or null; with it, content in this worker's
   *     cache is not fetched again
   */
  public ArrivedSource fetch(
      Source source,
      @Nullable String etag,
      @Nullable Sha256 expected,
      Path folder,
      FetchProgress progress)
      throws Failure {
    return switch (source) {
      case Source.Asset(Id asset) -> {
        Manifests.StoredManifest manifest = assets.get(asset);
        Source.Stored original = (Source.Stored) Source.parse(manifest.manifest().original());
        try (Fetched fetched = fetch(original, null, manifest.manifest().sha256(), progress)) {
          yield arrived(asset, Optional.of(manifest), original, fetched, folder);
        }
      }
      case Source.Stored stored -> {
        try (Fetched fetched = fetch(stored, etag, expected, progress)) {
          Id name = new Id("content-" + fetched.sha256().substring(0, 32));
          yield arrived(name, Optional.empty(), stored, fetched, folder);
        }
      }
    };
  }

  private static ArrivedSource arrived(
      Id asset,
      Optional<Manifests.StoredManifest> manifest,
      Source.Stored original,
      Fetched fetched,
      Path folder)
      throws Failure {
    ArrivedSource arrived =
        new ArrivedSource(
            asset, manifest, original, new Sha256(fetched.sha256()), fetched.bytes(), folder);
    JobFolder.link(fetched.file(), folder, arrived.file());
    return arrived;
  }

  /** Probes a source that has arrived. */
  public FetchedSource probe(ArrivedSource source, PictureTags tags)
      throws Failure, InterruptedException {
    try {
      if (source.bytes() == 0) {
        throw new BadMedia(
            FailureCode.EMPTY_FILE, "The file is empty (0 bytes); upload it again.", null);
      }
      Path folder = source.folder();
      String file = source.file();
      Sniffer.Sniffed sniffed = Sniffer.of(source.path(), source.name());
      String mediaType = sniffed.mediaType();
      boolean needsTags = tags == PictureTags.READ;
      Optional<String> mended =
          sniffed.start() == 0 ? mended(source.path(), mediaType, folder, file) : Optional.empty();
      Decodable decodable;
      ProbeCache.ProbeResult found;
      Optional<PictureReading> read = Optional.empty();
      try (ReadingBeside reading =
          reading(sniffed, source.path(), folder, mended.orElse(file), needsTags)) {
        decodable = decodable(sniffed, source.path(), folder, mended.orElse(file), reading);
        found =
            decodable.demuxer().isPresent()
                ? probes.of(
                    source.sha256(), folder, decodable.file(), decodable.demuxer().get(), mediaType)
                : probes.of(source.sha256(), folder, file, mediaType);
        if (needsTags) {
          read = reading.await();
        }
      }
      check(found.media(), source.bytes());
      return new FetchedSource(
          source.asset(),
          source.manifest(),
          source.original().toString(),
          source.sha256(),
          source.bytes(),
          file,
          decodable.file(),
          decodable.demuxer(),
          needsTags && found.media().kind() == MediaKind.IMAGE
              ? found.media().tagged(read.map(PictureReading::tags).orElse(new TreeMap<>()))
              : found.media(),
          Optional.ofNullable(found.frames()));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Begins to read what FFmpeg does not read of a picture, where that is wanted. */
  private ReadingBeside reading(
      Sniffer.Sniffed sniffed, Path bytes, Path folder, String file, boolean needsTags)
      throws IOException, Failure, InterruptedException {
    String mediaType = sniffed.mediaType();
    Optional<PictureReader.Unpacked> unpacked = PictureReader.Unpacked.of(mediaType, bytes);
    boolean isPicture =
        RawPhoto.isOne(mediaType)
            || Demuxer.forMediaType(mediaType).filter(Demuxer::isImage).isPresent();
    boolean isRead = sniffed.start() == 0 && (unpacked.isPresent() || (isPicture && needsTags));
    return new ReadingBeside(isRead ? pictures.begin(folder, file, mediaType, unpacked) : null);
  }

  /** The file that FFmpeg reads, and its demuxer. */
  private record Decodable(String file, Optional<Demuxer> demuxer) {}

  /** The file itself, or its unpacked form where FFmpeg does not decode it well. */
  private Decodable decodable(
      Sniffer.Sniffed sniffed, Path bytes, Path folder, String file, ReadingBeside reading)
      throws IOException, Failure, InterruptedException {
    String mediaType = sniffed.mediaType();
    if (sniffed.start() > 0) {
      return new Decodable(Untagged.in(folder, file, bytes, sniffed.start()), demuxer(mediaType));
    }
    Optional<RawPhoto> raw = RawPhoto.isOne(mediaType) ? RawPhoto.in(bytes) : Optional.empty();
    if (raw.isPresent()) {
      RawPhoto.Preview preview = raw.get().preview().orElseThrow(SourceFetcher::notDeveloped);
      return new Decodable(
          raw.get().copied(preview, folder, file, bytes), Optional.of(Demuxer.JPEG));
    }
    Optional<PictureReader.Unpacked> wanted = PictureReader.Unpacked.of(mediaType, bytes);
    if (wanted.isPresent() && reading.await().filter(PictureReading::isUnpacked).isPresent()) {
      PictureReader.Unpacked unpacked = wanted.get();
      String name =
          JobFolder.link(folder.resolve("out").resolve(unpacked.file()), folder, unpacked.file());
      Demuxer demuxer =
          switch (unpacked) {
            case SCAN -> Demuxer.PNG;
            case ANIMATION -> Demuxer.APNG;
          };
      return new Decodable(name, Optional.of(demuxer));
    }
    return new Decodable(file, demuxer(mediaType));
  }

  private static Optional<String> mended(Path original, String mediaType, Path folder, String file)
      throws IOException, Failure {
    Optional<Demuxer> demuxer = Demuxer.forMediaType(mediaType);
    return demuxer.isPresent()
        ? mended(original, demuxer.get(), folder, file + MENDED)
        : Optional.empty();
  }

  /**
   * Copies what FFmpeg is to read of an original into {@code folder/in}, where that is not the
   * original itself.
   *
   * @return its name there
   */
  private static Optional<String> mended(Path original, Demuxer demuxer, Path folder, String name)
      throws IOException, Failure {
    Optional<? extends SourceMending> mending = mending(original, demuxer);
    if (mending.isPresent()) {
      mending.get().mend(original, Files.createDirectories(folder.resolve("in")).resolve(name));
    }
    return mending.map(found -> name);
  }

  private static Optional<? extends SourceMending> mending(Path original, Demuxer demuxer)
      throws IOException, BadMedia {
    return switch (demuxer) {
      case WEBP -> WebpExif.in(original);
      case PNG, APNG -> PngAttachments.in(original);
      default -> Optional.empty();
    };
  }

  /**
   * Links what FFmpeg reads of a fetched original into {@code folder/in}, for passes that are made
   * without a probe.
   */
  public static void link(Path original, Demuxer demuxer, Path folder, String name) throws Failure {
    try {
      if (mended(original, demuxer, folder, name).isEmpty()) {
        JobFolder.link(original, folder, name);
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * The demuxer for a media type; empty for a possible document.
   *
   * @throws BadMedia if the type is not supported
   */
  static Optional<Demuxer> demuxer(String mediaType) throws BadMedia {
    Optional<Demuxer> demuxer = Demuxer.forMediaType(mediaType);
    if (demuxer.isPresent() || SandboxedJvm.mayRead(mediaType)) {
      return demuxer;
    }
    throw UnsupportedType.of(mediaType);
  }

  private static BadMedia notDeveloped() {
    return new BadMedia(
        FailureCode.UNSUPPORTED_FORMAT,
        "This is the raw photo of a camera without a preview in JPEG, and raw photos are not developed"
            + " here; develop it and send JPEG, PNG, WebP or TIFF.",
        null);
  }

  private void check(MediaInfo info, long bytes) throws Refused, BadMedia {
    if (info.kind() == MediaKind.DOCUMENT && !SandboxedJvm.isDocument(info.mediaType())) {
      throw UnsupportedType.of(info.mediaType());
    }
    check(info, bounds.duration, "Send it in parts.");
    DecodingCost.check(info, bytes);
  }

  /**
   * Checks the duration of a source that cannot be split into chunks.
   *
   * @throws Refused if it is too long
   */
  public void checkAtOnce(MediaInfo info) throws Refused {
    if (info.kind() == MediaKind.VIDEO) {
      check(info, bounds.atOnce, "Export it as MP4, which can be longer, or send it in parts.");
    }
  }

  private static void check(MediaInfo info, RationalTime bound, String advice) throws Refused {
    RationalTime duration = info.duration();
    if (duration != null && duration.compareTo(bound) > 0) {
      throw new Refused(
          FailureCode.TOO_LONG,
          "The file is "
              + duration.toClock()
              + " long; at most "
              + bound.toClock()
              + " can be taken at once. "
              + advice);
    }
  }

  /**
   * A source's bytes, pinned in the cache until closed.
   *
   * @param etag the version that is meant, or null
   * @param expected digest of the expected content, or null
   */
  public Fetched fetch(
      Source.Stored source,
      @Nullable String etag,
      @Nullable Sha256 expected,
      FetchProgress progress)
      throws Failure {
    return download.fetch(source, etag, expected, progress::received);
  }
}
