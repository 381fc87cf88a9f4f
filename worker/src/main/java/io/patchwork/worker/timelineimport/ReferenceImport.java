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

/** Replaces the files in a timeline's media references by assets. For one thread. */
final class ReferenceImport {

  private final NamedFiles files;
  private final AssetImport assets;
  private final SequenceEncoder encoder;
  private final MissingMedia missing;
  private final ImportProgress progress;
  private final Map<String, Id> assetsByUrl = new HashMap<>();
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
   * Ingests the file of a reference and makes it name the asset.
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
    Id asset = assetsByUrl.get(url);
    if (asset == null) {
      asset = NamedFiles.isObject(url) ? assets.object(url) : assets.file(files.file(url), url);
      assetsByUrl.put(url, asset);
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
      // The render's warning names the clip.
      progress.note(e.sentence());
      return false;
    }
  }

  /** Packs and ingests an image sequence. */
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
