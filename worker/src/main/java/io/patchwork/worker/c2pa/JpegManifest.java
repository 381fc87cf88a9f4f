package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The manifest store in segments APP11 of a JPEG (C2PA 2.2, A.3.1): a box of JUMBF in packets of
 * one box instance number, numbered from 1 on, each of which repeats the box's length and type (ISO
 * 19566-5, D.2).
 */
final class JpegManifest {

  static final int MARKER = 0xff;
  static final int START_OF_IMAGE = 0xd8;
  static final int APP11 = 0xeb;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int MARKER_BYTES = 2;

  /** That the segment is one of JUMBF. */
  static final byte[] COMMON_IDENTIFIER = "JP".getBytes(StandardCharsets.US_ASCII);

  /** Marker and length are before it. */
  private static final int IDENTIFIER_AT = 4;

  private static final int INSTANCE_AT = 6;
  private static final int PACKET_AT = 8;
  private static final int BOX_AT = 12;
  private static final int TYPE_AT = 28;
  private static final int HEAD = 32;

  private final StoreParts parts;
  private Optional<Packet> last = Optional.empty();

  /** A packet of the store, and the length and type that all of them repeat. */
  private record Packet(short instance, int number, int length, int type) {

    boolean isOfSameBox(Packet other) {
      return instance == other.instance && type == other.type;
    }

    boolean follows(Packet before) {
      return number == before.number + 1 && length == before.length;
    }
  }

  private JpegManifest(ForeignFile file) {
    this.parts = new StoreParts(file);
  }

  /**
   * Finds it, by the heads of segments before the picture alone.
   *
   * @throws UnexpectedContent if it is damaged, or not the only one
   */
  static StoreParts find(ForeignFile file) throws IOException {
    JpegManifest jpeg = new JpegManifest(file);
    long at = MARKER_BYTES;
    for (int i = 0; i < ForeignFile.MAX_ELEMENTS; i++) {
      ByteBuffer head = file.readUpTo(at, HEAD);
      if (head.limit() < IDENTIFIER_AT || (head.get(0) & 0xff) != MARKER) {
        break;
      }
      int marker = head.get(1) & 0xff;
      if (marker == MARKER) {
        // A marker may be filled up in front.
        at++;
        continue;
      }
      int length = head.getChar(2);
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE || length < 2) {
        break;
      }
      if (marker == APP11) {
        jpeg.segment(head, at, MARKER_BYTES + length);
      }
      at += MARKER_BYTES + length;
    }
    return jpeg.parts;
  }

  private void segment(ByteBuffer head, long at, int size) throws UnexpectedContent {
    if (Math.min(size, head.limit()) < BOX_AT + Superbox.HEADER
        || !head.slice(IDENTIFIER_AT, COMMON_IDENTIFIER.length)
            .equals(ByteBuffer.wrap(COMMON_IDENTIFIER))) {
      return;
    }
    Packet packet =
        new Packet(
            head.getShort(INSTANCE_AT),
            head.getInt(PACKET_AT),
            head.getInt(BOX_AT),
            head.getInt(BOX_AT + Integer.BYTES));
    if (last.isPresent() && packet.isOfSameBox(last.get())) {
      if (!packet.follows(last.get())) {
        throw new UnexpectedContent("packets of a C2PA manifest store that are out of order");
      }
      parts.add(at + BOX_AT + Superbox.HEADER, size - BOX_AT - Superbox.HEADER);
    } else if (isOfC2pa(head, size)) {
      if (packet.number != 1) {
        throw new UnexpectedContent("a C2PA manifest store without its first packet");
      }
      parts.addWhole(at + BOX_AT, size - BOX_AT);
    } else {
      return;
    }
    last = Optional.of(packet);
  }

  /** Whether a superbox begins here that is described as a manifest store. */
  private static boolean isOfC2pa(ByteBuffer head, int size) {
    return Math.min(size, head.limit()) == HEAD
        && letters(head, BOX_AT + 4).equals(Superbox.BOX)
        && letters(head, TYPE_AT).equals(Superbox.Type.STORE.letters());
  }

  private static String letters(ByteBuffer head, int at) {
    return StandardCharsets.ISO_8859_1.decode(head.slice(at, 4)).toString();
  }
}
