package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The C2PA manifests of a file; the last is the active one, and others are of its ingredients (C2PA
 * 2.2, 11.1.4). Only boxes and labels are read: nothing is verified, and no CBOR is parsed.
 */
record ManifestStore(List<Manifest> manifests) {

  /** Largest store that is read. */
  static final int MAX_BYTES = 4 << 20;

  private static final int MAX_BOXES = 1000;
  private static final int LABEL_AT = 17;

  /** A name that stays one part of a hashed URI. */
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9:._-]{1,200}");

  ManifestStore {
    manifests = List.copyOf(manifests);
  }

  /**
   * A manifest.
   *
   * @param label its name, as in {@code urn:c2pa:…}
   * @param signature the box of its claim's signature; absent where the manifest has none that is
   *     readable
   */
  record Manifest(String label, Superbox box, Optional<Superbox> signature) {}

  Manifest active() {
    return manifests.getLast();
  }

  /** The bytes of a store. */
  byte[] bytes() {
    return Superbox.of(Superbox.Type.STORE, "c2pa", manifests.stream().map(Manifest::box).toList())
        .bytes();
  }

  /**
   * Reads a store.
   *
   * @throws UnexpectedContent if it is none, or has more boxes than are read
   */
  static ManifestStore read(byte[] bytes) throws UnexpectedContent {
    if (bytes.length > MAX_BYTES) {
      throw new UnexpectedContent("a C2PA manifest store of " + bytes.length + " bytes");
    }
    List<Box> top = boxes(ByteBuffer.wrap(bytes));
    if (top.size() != 1 || !top.getFirst().isOf(Superbox.Type.STORE)) {
      throw new UnexpectedContent("no C2PA manifest store");
    }
    List<Manifest> manifests = new ArrayList<>();
    for (Box manifest : top.getFirst().inside()) {
      manifests.add(manifest(manifest));
    }
    if (manifests.isEmpty()) {
      throw new UnexpectedContent("a C2PA manifest store without manifests");
    }
    return new ManifestStore(manifests);
  }

  private static Manifest manifest(Box box) throws UnexpectedContent {
    Optional<Superbox> signature = Optional.empty();
    if (box.isOf(Superbox.Type.MANIFEST)) {
      for (Box inside : box.inside()) {
        if (inside.isOf(Superbox.Type.SIGNATURE)) {
          signature = Optional.of(inside.superbox());
        }
      }
    }
    String label = box.label();
    if (!LABEL.matcher(label).matches()) {
      throw new UnexpectedContent("a C2PA manifest whose name is no part of a URI");
    }
    return new Manifest(label, box.superbox(), signature);
  }

  /** A superbox in its buffer: from its description on. */
  private record Box(ByteBuffer all, ByteBuffer description, ByteBuffer rest) {

    boolean isOf(Superbox.Type type) {
      return letters(description, 0).equals(type.letters());
    }

    String label() throws UnexpectedContent {
      byte[] text = new byte[description.limit() - LABEL_AT];
      description.get(LABEL_AT, text);
      int end = 0;
      while (end < text.length && text[end] > ' ' && text[end] < 0x7f) {
        end++;
      }
      if (end == 0 || end == text.length || text[end] != 0) {
        throw new UnexpectedContent("a JUMBF box without a label of ASCII");
      }
      return new String(text, 0, end, StandardCharsets.US_ASCII);
    }

    Superbox superbox() {
      byte[] bytes = new byte[all.limit()];
      all.get(0, bytes);
      return new Superbox(bytes);
    }

    List<Box> inside() throws UnexpectedContent {
      return boxes(rest);
    }
  }

  private static List<Box> boxes(ByteBuffer in) throws UnexpectedContent {
    List<Box> boxes = new ArrayList<>();
    int at = 0;
    while (at < in.limit()) {
      int size = size(in, at);
      ByteBuffer all = in.slice(at, size);
      at += size;
      if (!letters(all, 4).equals(Superbox.BOX)) {
        throw new UnexpectedContent("a box " + letters(all, 4) + " where JUMBF has superboxes");
      }
      int description = size(all, Superbox.HEADER);
      if (description <= Superbox.HEADER + LABEL_AT
          || !letters(all, Superbox.HEADER + 4).equals(Superbox.DESCRIPTION)
          || boxes.size() == MAX_BOXES) {
        throw new UnexpectedContent("a JUMBF box without description, or too many boxes");
      }
      int content = Superbox.HEADER + description;
      boxes.add(
          new Box(
              all,
              all.slice(2 * Superbox.HEADER, description - Superbox.HEADER),
              all.slice(content, size - content)));
    }
    return boxes;
  }

  private static int size(ByteBuffer in, int at) throws UnexpectedContent {
    if (at + Superbox.HEADER > in.limit()) {
      throw new UnexpectedContent("a JUMBF box that is cut");
    }
    int size = in.getInt(at);
    if (size < Superbox.HEADER || size > in.limit() - at) {
      throw new UnexpectedContent(
          "a JUMBF box claims " + Integer.toUnsignedString(size) + " bytes");
    }
    return size;
  }

  private static String letters(ByteBuffer in, int at) {
    byte[] type = new byte[4];
    in.get(at, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }
}
