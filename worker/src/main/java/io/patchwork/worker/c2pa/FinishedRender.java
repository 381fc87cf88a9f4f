package io.patchwork.worker.c2pa;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import tools.jackson.databind.JsonNode;

/**
 * A render that is finished, as the store has it.
 *
 * @param output its film
 * @param lineage the document as it is stored
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
record FinishedRender(Artifact output, byte[] lineage) {

  private static final int MAX_BYTES = 256 << 20;

  /**
   * Reads the end of a render.
   *
   * @throws Refused if it is not finished
   */
  static FinishedRender read(ObjectStore store, RenderRevision revision) throws Refused {
    Id render = revision.render();
    JsonNode end =
        Json.tree(read(store, StoreLayout.renderResult(render, revision.revision()), render));
    if (!end.has("result")) {
      throw unfinished(render);
    }
    Result.OfRender result = Json.MAPPER.treeToValue(end.path("result"), Result.OfRender.class);
    return new FinishedRender(
        result.output(), read(store, StoreLayout.lineage(render, revision.revision()), render));
  }

  private static byte[] read(ObjectStore store, ObjectKey key, Id render) throws Refused {
    return store
        .read(key, MAX_BYTES)
        .map(ObjectStore.Content::bytes)
        .orElseThrow(() -> unfinished(render));
  }

  private static Refused unfinished(Id render) {
    return new Refused(
        FailureCode.SOURCE_NOT_FOUND,
        "The render " + render + " is not finished; render it first.");
  }

  /**
   * Copies the film to a file.
   *
   * @throws Refused if it is not the one that was rendered
   */
  void copy(ObjectStore store, Path to) throws IOException, Refused {
    MessageDigest digest = Sha256.newDigest();
    try (InputStream in = store.open(new ObjectKey(output.key()), 0, null);
        OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
      in.transferTo(out);
    }
    if (!Sha256.of(digest).equals(output.sha256())) {
      throw new Refused(
          FailureCode.SOURCE_CHANGED,
          "The film " + output.key() + " is not the one that was rendered; render it again.");
    }
  }
}
