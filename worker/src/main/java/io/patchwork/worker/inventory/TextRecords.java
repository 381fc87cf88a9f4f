package io.patchwork.worker.inventory;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** The records of rasterized texts, each of which names the images of its text. Thread-safe. */
public final class TextRecords {

  private static final int MAX_BYTES = 1 << 20;

  private final ObjectStore store;

  public TextRecords(ObjectStore store) {
    this.store = store;
  }

  /** The records that name one of some images. */
  public Set<StoredObject> ofImages(Set<ObjectKey> images) {
    Set<StoredObject> found = new LinkedHashSet<>();
    try (Stream<StoredObject> objects = store.list(StoreLayout.TEXT)) {
      objects
          .filter(object -> isRecord(object.key()))
          .filter(object -> images(object.key()).stream().anyMatch(images::contains))
          .forEach(found::add);
    }
    return found;
  }

  public boolean isRecord(ObjectKey key) {
    return key.value().startsWith(StoreLayout.TEXT) && key.value().endsWith(".json");
  }

  /** The images that a record names; none where it cannot be read. */
  public List<ObjectKey> images(ObjectKey record) {
    return store.read(record, MAX_BYTES).map(content -> images(content.bytes())).orElse(List.of());
  }

  private static List<ObjectKey> images(byte[] record) {
    try {
      return Json.read(record, Media.RasterizedText.class).strips().stream()
          .map(strip -> new ObjectKey(strip.address()))
          .toList();
    } catch (JacksonException e) {
      return List.of();
    }
  }
}
