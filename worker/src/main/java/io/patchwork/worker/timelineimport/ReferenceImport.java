package io.patchwork.worker.timelineimport;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference.ImageSequence;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Has the media references of one timeline name assets in place of files. For one thread. */
final class ReferenceImport {

  private final NamedFiles files;
  private final AssetImport assets;
  private final SequenceEncoder encoder;
  private final MissingMedia missing;
  private final ImportProgress progress;
  private final Map<String, Id> known = new HashMap<>();
  private final Map<ImageSequence, Id> sequences = new HashMap<>();
  private @Nullable FFmpeg ffmpeg;

  ReferenceImport(
      NamedFiles files,
      AssetImport assets,
      SequenceEncoder encoder,
      MissingMedia missing,
      ImportProgress progress) {
    this.files = files;
    this.assets = assets;
    this.encoder = encoder;
    this.missing = missing;
    this.progress = progress;
  }

  /**
   * Resolves a reference.
   *
   * @return whether it was changed
   */
  boolean resolve(ObjectNode reference)
      throws ImportFailed, InvalidTimeline, IOException, InterruptedException {
    if (MediaReferences.isImageSequence(reference)) {
      return resolveSequence(reference);
    }
    String url = reference.path("target_url").asString("");
    boolean isLeft = missing == MissingMedia.LEFT && !isAsset(url) && files.isMissing(url);
    if (isAsset(url) || isLeft) {
      return false;
    }
    Id asset = known.get(url);
    if (asset == null) {
      asset = NamedFiles.isObject(url) ? assets.object(url) : assets.file(files.file(url), url);
      known.put(url, asset);
    }
    reference.put("target_url", "asset:" + asset);
    return true;
  }

  private static boolean isAsset(String url) {
    return url.startsWith("asset:");
  }

  private boolean resolveSequence(ObjectNode reference)
      throws ImportFailed, InvalidTimeline, IOException, InterruptedException {
    ImageSequence sequence = OtioReader.sequence(reference);
    try {
      Id asset = sequences.get(sequence);
      if (asset == null) {
        asset = packed(sequence);
        sequences.put(sequence, asset);
      }
      reference.put("OTIO_SCHEMA", "ExternalReference.1").put("target_url", "asset:" + asset);
      return true;
    } catch (ImportFailed e) {
      if (missing == MissingMedia.REFUSED) {
        throw e;
      }
      // Whoever renders says which clip it is.
      progress.note(e.sentence());
      return false;
    }
  }

  /** One asset of numbered pictures. */
  private Id packed(ImageSequence sequence) throws ImportFailed, IOException, InterruptedException {
    Path folder = Files.createTempDirectory(files.unpacked(), "sequence");
    try {
      FFmpeg opened = ffmpeg == null ? encoder.open() : ffmpeg;
      ffmpeg = opened;
      Path film = ImageSequenceImport.pack(sequence, this::picture, opened, folder);
      return assets.file(film, String.valueOf(film.getFileName()));
    } finally {
      Workspaces.delete(folder);
    }
  }

  private Optional<Path> picture(String url) throws ImportFailed {
    return NamedFiles.isObject(url) || files.isMissing(url)
        ? Optional.empty()
        : Optional.of(files.file(url));
  }
}
