package io.patchwork.worker.timelineimport;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;

/** Ids of assets to which nobody gave one. */
public final class AssetIds {

  private static final int DIGITS_OF_OBJECT = 16;
  private static final int DIGITS_OF_FILE = 8;
  private static final int LONGEST_STEM = 60;

  private AssetIds() {}

  /** The id for an object in a store, the same for the same address. */
  public static Id ofObject(String uri) {
    return new Id("object-" + Sha256.of(uri).hex().substring(0, DIGITS_OF_OBJECT));
  }

  /** The id for a file, one that a person recognises and that is the same for the same content. */
  static Id ofFile(String name, Sha256 content) {
    int dot = name.lastIndexOf('.');
    String stem = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^A-Za-z0-9._-]+", "-");
    String start = stem.replaceFirst("^[^A-Za-z0-9]+", "");
    String bounded = start.substring(0, Math.min(LONGEST_STEM, start.length()));
    return new Id(
        (bounded.isEmpty() ? "file" : bounded) + "-" + content.hex().substring(0, DIGITS_OF_FILE));
  }
}
