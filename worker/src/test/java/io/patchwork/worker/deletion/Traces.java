package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.id.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipInputStream;

/**
 * Searches a store for somebody without knowing how it is laid out: in keys, in metadata, and in
 * the bytes of every object, as text of three encodings, in base64, and inflated from PNG, ZIP and
 * gzip; and for files with given digests.
 */
final class Traces {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final int MAX_BYTES = 1 << 28;
  private static final int MAX_DEPTH = 3;

  private final Set<String> words;
  private final Set<String> digests;
  private final List<byte[]> forms = new ArrayList<>();

  /**
   * A search.
   *
   * @param words names and ids, long enough to stand in no other text
   * @param digests SHA-256 of files
   */
  Traces(Set<String> words, Set<String> digests) {
    this.words = words;
    this.digests = digests;
    for (String word : words) {
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      forms.add(text);
      forms.add(word.getBytes(StandardCharsets.UTF_16LE));
      forms.add(word.getBytes(StandardCharsets.UTF_16BE));
      for (int shift = 0; shift < 3; shift++) {
        forms.add(base64(text, shift));
      }
    }
  }

  /** What a text becomes in base64 after some bytes, without the digits that these share. */
  private static byte[] base64(byte[] text, int shift) {
    byte[] shifted = new byte[shift + text.length];
    System.arraycopy(text, 0, shifted, shift, text.length);
    String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = shift == 0 ? 0 : shift + 1;
    int to = shifted.length * 8 / 6;
    return whole.substring(from, to).getBytes(StandardCharsets.US_ASCII);
  }

  /** Keys of the objects that have a trace, with the first that was found. */
  Map<String, String> in(ObjectStore store) throws IOException {
    Map<String, String> found = new TreeMap<>();
    List<ObjectKey> keys;
    try (Stream<StoredObject> objects = store.list("")) {
      keys = objects.map(StoredObject::key).toList();
    }
    for (ObjectKey key : keys) {
      ObjectStore.Content content = store.read(key, MAX_BYTES).orElseThrow();
      String text = key + "\n" + content.object().metadata();
      if (words.stream().anyMatch(text::contains)) {
        found.put(key.value(), "key or metadata");
      } else if (digests.stream().anyMatch(text::contains)) {
        found.put(key.value(), "digest in key or metadata");
      } else if (digests.contains(Sha256.of(content.bytes()).hex())) {
        found.put(key.value(), "the file itself");
      } else if (isIn(content.bytes(), 0)) {
        found.put(key.value(), "bytes");
      }
    }
    return found;
  }

  private boolean isIn(byte[] bytes, int depth) throws IOException {
    if (forms.stream().anyMatch(form -> indexOf(bytes, form) >= 0)
        || digests.stream()
            .anyMatch(each -> indexOf(bytes, each.getBytes(StandardCharsets.US_ASCII)) >= 0)) {
      return true;
    }
    if (depth == MAX_DEPTH) {
      return false;
    }
    for (byte[] inner : inflated(bytes)) {
      if (isIn(inner, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static List<byte[]> inflated(byte[] bytes) throws IOException {
    List<byte[]> inner = new ArrayList<>();
    if (indexOf(bytes, PNG) == 0) {
      pngTexts(bytes, inner);
    } else if (bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K') {
      ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes));
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        inner.add(entry.getName().getBytes(StandardCharsets.UTF_8));
        inner.add(zip.readAllBytes());
      }
    } else if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
      inner.add(all(new GZIPInputStream(new ByteArrayInputStream(bytes))));
    }
    return inner;
  }

  /** The compressed texts of a PNG, which begin after a zero byte or two. */
  private static void pngTexts(byte[] png, List<byte[]> inner) {
    ByteBuffer chunks = ByteBuffer.wrap(png, 8, png.length - 8);
    while (chunks.remaining() >= 12) {
      int length = chunks.getInt();
      byte[] type = new byte[4];
      chunks.get(type);
      byte[] data = new byte[Math.min(length, chunks.remaining())];
      chunks.get(data);
      chunks.position(Math.min(chunks.limit(), chunks.position() + 4));
      String name = new String(type, StandardCharsets.US_ASCII);
      for (int at = 0; List.of("zTXt", "iTXt", "iCCP").contains(name) && at < data.length; at++) {
        if (data[at] == 0x78) {
          try {
            inner.add(
                all(new InflaterInputStream(new ByteArrayInputStream(data, at, data.length - at))));
          } catch (IOException notThere) {
            assert data[at] == 0x78;
          }
        }
      }
    }
  }

  private static byte[] all(InputStream in) throws IOException {
    try (in) {
      return in.readAllBytes();
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    outer:
    for (int at = 0; at + part.length <= bytes.length; at++) {
      for (int i = 0; i < part.length; i++) {
        if (bytes[at + i] != part[i]) {
          continue outer;
        }
      }
      return at;
    }
    return -1;
  }

  /** The first parts of keys. */
  static Set<String> prefixes(Set<String> keys) {
    Set<String> prefixes = new LinkedHashSet<>();
    keys.forEach(key -> prefixes.add(key.substring(0, key.indexOf('/'))));
    return prefixes;
  }
}
