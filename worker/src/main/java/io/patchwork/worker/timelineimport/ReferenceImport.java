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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Replaces the files in a timeline's media references by assets. For one thread. */
final class ReferenceImport {

  private final NamedFiles files;
  private final MediaLocator locator;
  private final AssetImport assets;
  private final SequenceEncoder encoder;
  private final MissingMedia missing;
  private final ImportProgress progress;
  private final Map<String, Id> assetsByUrl = new HashMap<>();
  private final Map<ImageSequence, Id> sequences = new HashMap<>();
  private final Map<Id, Path> filesByAsset = new HashMap<>();
  private @Nullable FFmpeg ffmpeg;

  ReferenceImport(
      NamedFiles files,
      MediaLocator locator,
      AssetImport assets,
      SequenceEncoder encoder,
      MissingMedia missing,
      ImportProgress progress) {
    this.files = files;
    this.locator = locator;
    this.assets = assets;
    this.encoder = encoder;
    this.missing = missing;
    this.progress = progress;
  }

  /**
   * Ingests the file of a reference and makes it name the asset; the reference keeps the file's
   * name.
   *
   * @return whether it was changed
   */
  boolean resolve(MediaReferences.Used used)
      throws ImportFailed, InvalidTimeline, IOException, InterruptedException {
    if (used.isImageSequence()) {
      return resolveSequence(used.reference());
    }
    String url = used.url();
    if (NamedFiles.isObject(url)) {
      Id asset = assetsByUrl.get(url);
      put(used.reference(), asset == null ? known(url, assets.object(url)) : asset);
      return true;
    }
    if (MediaLocator.isElsewhere(url) || locator.of(url) instanceof FileLocation.Missing) {
      return false;
    }
    Id asset = assetsByUrl.get(url);
    if (asset == null) {
      Path file = files.take(url, locator.of(url));
      asset = known(url, assets.file(file, url));
      if (!(locator.of(url) instanceof FileLocation.InArchive)) {
        filesByAsset.put(asset, file);
      }
    }
    put(used.reference(), asset);
    return true;
  }

  private Id known(String url, Id asset) {
    assetsByUrl.put(url, asset);
    return asset;
  }

  private static void put(ObjectNode reference, Id asset) {
    List<String> names = UrlReading.of(reference.path("target_url").asString("")).getLast().names();
    if (reference.path("name").asString("").isEmpty() && !names.isEmpty()) {
      reference.put("name", names.getLast());
    }
    reference.put("target_url", "asset:" + asset);
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
      reference
          .put("OTIO_SCHEMA", "ExternalReference.1")
          .put("target_url", ImageSequenceImport.url(sequence, 0));
      put(reference, asset);
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
    List<FileLocation> images =
        switch (locator.of(sequence)) {
          case MediaLocator.Images.Located located -> located.images();
          case MediaLocator.Images.Refused refused -> throw refused.why();
        };
    Path folder = Files.createTempDirectory(files.unpacked(), "sequence");
    try {
      FFmpeg opened = ffmpeg == null ? encoder.open() : ffmpeg;
      ffmpeg = opened;
      Path film = ImageSequenceImport.pack(sequence, images, files::take, opened, folder);
      return assets.file(film, String.valueOf(film.getFileName()));
    } finally {
      Workspaces.delete(folder);
    }
  }

  /** The file of each asset that was named as a file of this machine. */
  Map<Id, Path> files() {
    return filesByAsset;
  }
}
