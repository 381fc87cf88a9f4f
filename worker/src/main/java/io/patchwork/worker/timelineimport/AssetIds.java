package io.patchwork.worker.timelineimport;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;

/** Ids for assets that are ingested without one. */
public final class AssetIds {

  private static final int OBJECT_HASH_DIGITS = 16;
  private static final int FILE_HASH_DIGITS = 8;
  private static final int MAX_STEM_LENGTH = 60;

  private AssetIds() {}

  /** The id of an object in a store, from its URI alone. */
  public static Id ofObject(String uri) {
    return new Id("object-" + Sha256.of(uri).hex().substring(0, OBJECT_HASH_DIGITS));
  }

  /** The id of a file: its name, and a digest of its content. */
  static Id ofFile(String name, Sha256 content) {
    int dot = name.lastIndexOf('.');
    String stem = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^A-Za-z0-9._-]+", "-");
    String start = stem.replaceFirst("^[^A-Za-z0-9]+", "");
    String bounded = start.substring(0, Math.min(MAX_STEM_LENGTH, start.length()));
    return new Id(
        (bounded.isEmpty() ? "file" : bounded)
            + "-"
            + content.hex().substring(0, FILE_HASH_DIGITS));
  }
}
