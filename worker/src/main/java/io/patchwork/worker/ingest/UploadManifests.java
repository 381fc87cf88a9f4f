package io.patchwork.worker.ingest;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.c2pa.EmbeddedManifests;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the C2PA manifests that uploads bring, for the films that are made of them. They are claims
 * of whoever signed them, and nothing here believes them. Thread-safe.
 */
public final class UploadManifests {

  private static final Logger LOG = LoggerFactory.getLogger(UploadManifests.class);
  private static final String MEDIA_TYPE = "application/c2pa";

  private final ObjectStore store;
  private final SandboxedJvm sandboxedJvm;

  public UploadManifests(ObjectStore store, SandboxedJvm sandboxedJvm) {
    this.store = store;
    this.sandboxedJvm = sandboxedJvm;
  }

  /**
   * Keeps what an upload brings, if anything.
   *
   * @param upload the file as it arrived
   * @param folder for the child that reads it
   * @return a sentence where it cannot be kept
   */
  Optional<String> keep(Path upload, Sha256 content, Path folder)
      throws Failure, InterruptedException {
    ObjectKey key = StoreLayout.manifestStore(content);
    try {
      if (!EmbeddedManifests.areIn(upload) || store.head(key).isPresent()) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    byte[] manifests;
    try {
      manifests = sandboxedJvm.manifests(folder, JobFolder.link(upload, folder, content.hex()));
    } catch (BadMedia | Crashed unreadable) {
      LOG.atInfo().addKeyValue("detail", unreadable.detail()).log("C2PA manifests not read");
      return Optional.of(
          "The file's C2PA manifest is damaged, so films that are made of it do not carry it; export"
              + " the file again.");
    }
    store.putIfAbsent(key, Upload.of(manifests, MEDIA_TYPE, Sha256.of(manifests).hex()));
    return Optional.empty();
  }
}
