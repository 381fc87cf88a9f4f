package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * A superbox of JUMBF (ISO 19566-5): a box {@code jumb} of a description box {@code jumd} and of
 * what is in it.
 *
 * @param bytes all of it, with size and type
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only written
record Superbox(byte[] bytes) {

  /** Size and type of a box. */
  static final int HEADER = 8;

  static final String BOX = "jumb";
  static final String DESCRIPTION = "jumd";

  /** That the box can be referred to, and has a label. */
  private static final byte TOGGLES = 0x03;

  /** What follows the four letters in the UUID of a type. */
  private static final byte[] UUID_END = HexFormat.of().parseHex("00110010800000aa00389b71");

  /** The types of superboxes that C2PA uses (C2PA 2.2, 11.1). */
  enum Type {
    STORE("c2pa"),
    MANIFEST("c2ma"),
    ASSERTIONS("c2as"),
    CLAIM("c2cl"),
    SIGNATURE("c2cs"),
    CBOR("cbor"),
    JSON("json");

    private final String letters;

    Type(String letters) {
      this.letters = letters;
    }

    String letters() {
      return letters;
    }
  }

  /** A superbox of others. */
  static Superbox of(Type type, String label, List<Superbox> inside) {
    return of(type, label, inside.stream().map(Superbox::bytes).toArray(byte[][]::new));
  }

  /** A superbox of one box of CBOR. */
  static Superbox cbor(Type type, String label, byte[] content) {
    return of(type, label, box(Type.CBOR.letters, content));
  }

  /** A superbox of one box of JSON. */
  static Superbox json(String label, byte[] content) {
    return of(Type.JSON, label, box(Type.JSON.letters, content));
  }

  private static Superbox of(Type type, String label, byte[]... inside) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    ByteBuffer description =
        ByteBuffer.allocate(Type.STORE.letters.length() + UUID_END.length + 1 + name.length + 1)
            .put(type.letters.getBytes(StandardCharsets.US_ASCII))
            .put(UUID_END)
            .put(TOGGLES)
            .put(name)
            .put((byte) 0);
    byte[][] all = new byte[inside.length + 1][];
    all[0] = box(DESCRIPTION, description.array());
    System.arraycopy(inside, 0, all, 1, inside.length);
    return new Superbox(box(BOX, all));
  }

  private static byte[] box(String type, byte[]... contents) {
    int size = HEADER;
    for (byte[] content : contents) {
      size = Math.addExact(size, content.length);
    }
    ByteBuffer box =
        ByteBuffer.allocate(size).putInt(size).put(type.getBytes(StandardCharsets.US_ASCII));
    for (byte[] content : contents) {
      box.put(content);
    }
    return box.array();
  }

  /** What a hashed URI to this box holds: the digest of all but size and type. */
  byte[] hash() {
    var digest = Sha256.newDigest();
    digest.update(bytes, HEADER, bytes.length - HEADER);
    return digest.digest();
  }
}
