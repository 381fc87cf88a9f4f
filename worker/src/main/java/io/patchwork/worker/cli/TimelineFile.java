package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.intake.Assets;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.run.Workspaces;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An editor's timeline on its way into the store: files that it names are ingested, and named as
 * assets from then on. For one thread.
 */
final class TimelineFile {

  private final Connection connection;
  private final ProgressBar progressBar;
  private final TimelineArchive archive;
  private final Path folder;
  private final Map<String, String> assets = new HashMap<>();
  private final Map<MediaReference.ImageSequence, String> sequences = new HashMap<>();
  private @Nullable FFmpeg packer;

  private TimelineFile(
      TimelineArchive archive, Connection connection, ProgressBar progressBar, Path file) {
    this.archive = archive;
    this.connection = connection;
    this.progressBar = progressBar;
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? Path.of("/") : parent;
  }

  /**
   * Puts a timeline into the store.
   *
   * @param subtitles that are added to it
   * @throws CommandFailed if it cannot be read or a file that it names cannot be ingested
   */
  static Source.Stored put(
      Path file,
      List<SubtitleFile> subtitles,
      boolean hasPlaceholders,
      Connection connection,
      ProgressBar progressBar)
      throws CommandFailed, InterruptedException {
    try (TimelineArchive archive =
        TimelineArchive.open(file, connection.config().maxSourceBytes())) {
      byte[] bytes = archive.document();
      JsonNode document = OtioJson.read(bytes);
      TimelineFile timeline = new TimelineFile(archive, connection, progressBar, file);
      for (SubtitleFile each : subtitles) {
        each.addTo(document);
      }
      List<ObjectNode> references = new ArrayList<>();
      collect(document, references);
      boolean isChanged = !subtitles.isEmpty();
      for (ObjectNode reference : references) {
        if (schema(reference).startsWith("ImageSequenceReference.")) {
          isChanged |= timeline.pack(reference, hasPlaceholders);
          continue;
        }
        String url = reference.path("target_url").asString("");
        if (!url.startsWith("asset:") && !(hasPlaceholders && timeline.isMissing(url))) {
          reference.put("target_url", timeline.asset(url));
          isChanged = true;
        }
      }
      byte[] resolved = isChanged ? OtioJson.compact(document) : bytes;
      Sha256 digest = Sha256.of(resolved);
      ObjectKey key = StoreLayout.timeline(digest);
      connection.store().putIfAbsent(key, Upload.of(resolved, "application/json", digest.hex()));
      return new Source.Stored(connection.store().uri(key));
    } catch (InvalidTimeline e) {
      throw CommandFailed.job(FailureCode.INVALID_TIMELINE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailed.failure("The file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static String schema(JsonNode node) {
    return node.path("OTIO_SCHEMA").asString("");
  }

  /**
   * Makes one asset of numbered pictures.
   *
   * @param hasPlaceholders whether a slate may stand for those that are not all there
   */
  private boolean pack(ObjectNode reference, boolean hasPlaceholders)
      throws CommandFailed, InvalidTimeline, IOException, InterruptedException {
    MediaReference.ImageSequence sequence = OtioReader.sequence(reference);
    Path place = Files.createTempDirectory("patchwork-sequence");
    try {
      @Nullable String asset = sequences.get(sequence);
      if (asset == null) {
        packer = packer == null ? connection.workers().sandboxedWithoutLanes().ffmpeg() : packer;
        Path film = PackedSequence.pack(sequence, this::picture, packer, place);
        LocalFile local = LocalFile.put(film, connection.store());
        asset = ingested(ingest(local), local.name(), false);
        sequences.put(sequence, asset);
      }
      reference.put("OTIO_SCHEMA", "ExternalReference.1").put("target_url", asset);
      return true;
    } catch (CommandFailed e) {
      if (!hasPlaceholders) {
        throw e;
      }
      // Whoever renders says which clip it is.
      System.err.println("note: " + e.getMessage());
      return false;
    } finally {
      Workspaces.delete(place);
    }
  }

  private Optional<Path> picture(String url) throws CommandFailed {
    if (url.startsWith("s3://") || isMissing(url)) {
      return Optional.empty();
    }
    if (archive.isArchive() && !url.startsWith("file:")) {
      return Optional.of(unpacked(url));
    }
    Path file = path(url);
    check(url, file);
    return Optional.of(file);
  }

  private static void collect(JsonNode node, List<ObjectNode> references) {
    if (node instanceof ObjectNode object
        && schema(object).matches("(External|ImageSequence)Reference\\..*")) {
      references.add(object);
      return;
    }
    if (schema(node).startsWith("Clip.")) {
      // Nobody sees what is disabled, nor proxies that lie beside the media that is in use.
      if (node.path("enabled").asBoolean(true)) {
        String active = node.path("active_media_reference_key").asString(MediaReference.DEFAULT);
        collect(node.path("media_references").path(active), references);
      }
      return;
    }
    // Media is named in references alone; metadata may hold foreign timelines of any depth.
    node.properties().stream()
        .filter(entry -> !entry.getKey().equals("metadata"))
        .forEach(entry -> collect(entry.getValue(), references));
    if (node.isArray()) {
      node.forEach(child -> collect(child, references));
    }
  }

  private String asset(String url) throws CommandFailed, InterruptedException {
    String known = assets.get(url);
    if (known != null) {
      return known;
    }
    String asset = ingested(ingest(url), url, url.startsWith("s3://"));
    assets.put(url, asset);
    return asset;
  }

  /**
   * The name of an asset, ingested where it is not known.
   *
   * @param mayChange whether other content may come under that id
   */
  private String ingested(Ingest job, String url, boolean mayChange)
      throws CommandFailed, InterruptedException {
    if (!mayChange && new Assets(connection.store()).find(job.asset()).isPresent()) {
      // Its content is in its id: ingesting it again would only forget who made it.
      return "asset:" + job.asset();
    }
    try (PendingJob pending = connection.jobs().send(job, job.asset().value())) {
      JobEvent end = pending.await(event -> progressBar.progress("ingest " + job.asset(), event));
      progressBar.clear();
      if (end instanceof JobEvent.Failed failed) {
        throw CommandFailed.job(failed.code(), url + ": " + failed.message());
      }
      if (!(end instanceof JobEvent.Completed)) {
        throw CommandFailed.failure("The ingest of " + url + " was cancelled.");
      }
    }
    return "asset:" + job.asset();
  }

  private static Ingest ingest(LocalFile local) {
    return new Ingest(local.asset(), local.source(), List.of(), List.of(), null, null, null);
  }

  private Ingest ingest(String url) throws CommandFailed {
    if (url.startsWith("s3://")) {
      Id id = new Id("object-" + Sha256.of(url).hex().substring(0, 16));
      return new Ingest(id, Source.parse(url), List.of(), List.of(), null, null, null);
    }
    if (archive.isArchive() && !url.startsWith("file:")) {
      return ingest(LocalFile.put(unpacked(url), connection.store()));
    }
    Path file = path(url);
    if (!Files.isRegularFile(file)) {
      throw CommandFailed.job(
          FailureCode.MISSING_MEDIA,
          "The timeline names "
              + url
              + ", and there is no file "
              + file
              + "; relink the clip or put the file there.");
    }
    check(url, file);
    return ingest(LocalFile.put(file, connection.store()));
  }

  /** Whether it names a file that is not there: whoever renders says so, and shows a slate. */
  private boolean isMissing(String url) throws CommandFailed {
    if (url.startsWith("s3://")) {
      return false;
    }
    return (archive.isArchive() && !url.startsWith("file:"))
        ? !archive.has(decoded(url))
        : !Files.isRegularFile(path(url));
  }

  private Path unpacked(String url) throws CommandFailed {
    try {
      return archive.unpack(decoded(url));
    } catch (IllegalArgumentException e) {
      throw CommandFailed.job(
          FailureCode.MISSING_MEDIA, "The timeline names \"" + url + "\"; relink the clip.");
    } catch (IOException e) {
      throw CommandFailed.failure(url + " cannot be unpacked: " + e.getMessage());
    }
  }

  /** On one machine any file may be used; into a cluster only those that its operator allows. */
  private void check(String url, Path file) throws CommandFailed {
    if (connection.config().broker().isEmpty()) {
      return;
    }
    try {
      Path real = file.toRealPath();
      boolean isAllowed =
          connection.config().sources().stream()
              .filter(place -> "file".equals(place.getScheme()))
              .anyMatch(place -> real.startsWith(Path.of(place.getPath())));
      if (!isAllowed) {
        throw CommandFailed.job(
            FailureCode.SOURCE_NOT_ALLOWED,
            "The timeline names the file "
                + url
                + ", which is in no folder of PATCHWORK_SOURCES;"
                + " ingest it and name it as asset:ID, or allow its folder.");
      }
    } catch (IOException e) {
      throw CommandFailed.failure("The file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static String decoded(String url) {
    return url.contains("%")
        ? java.net.URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8)
        : url;
  }

  private Path path(String url) throws CommandFailed {
    try {
      if (url.startsWith("file:")) {
        String path = URI.create(url).getPath();
        if (path == null) {
          throw new IllegalArgumentException(url);
        }
        return Path.of(path);
      }
      return folder.resolve(decoded(url)).normalize();
    } catch (IllegalArgumentException e) {
      throw CommandFailed.job(
          FailureCode.MISSING_MEDIA,
          "The timeline names \""
              + url
              + "\", which is no file, object or asset; relink the"
              + " clip.");
    }
  }
}
