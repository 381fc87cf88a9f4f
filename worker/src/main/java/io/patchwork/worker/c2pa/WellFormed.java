package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Checks that boxes of JUMBF, and the CBOR in them (RFC 8949, appendix C), are well formed. */
final class WellFormed {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ITEMS = 1_000_000;

  private static final int BREAK = 0xff;
  private static final int INDEFINITE = 31;
  private static final int ONE_BYTE = 24;
  private static final int EIGHT_BYTES = 27;

  private int items;

  private WellFormed() {}

  /**
   * Checks a store.
   *
   * @throws UnexpectedContent if it is not well formed, too deep, or of too many parts
   */
  static void check(byte[] store) throws UnexpectedContent {
    try {
      new WellFormed().boxes(ByteBuffer.wrap(store), 0);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new UnexpectedContent("C2PA boxes that are cut");
    }
  }

  private void count(int depth) throws UnexpectedContent {
    if (depth > MAX_DEPTH || ++items > MAX_ITEMS) {
      throw new UnexpectedContent("C2PA boxes that are too deep or too many");
    }
  }

  private void boxes(ByteBuffer in, int depth) throws UnexpectedContent {
    int at = 0;
    while (at < in.limit()) {
      count(depth);
      int size = in.getInt(at);
      if (size < Superbox.HEADER) {
        throw new UnexpectedContent("a box of " + size + " bytes");
      }
      byte[] type = new byte[4];
      in.get(at + 4, type);
      ByteBuffer content = in.slice(at + Superbox.HEADER, size - Superbox.HEADER);
      switch (new String(type, StandardCharsets.ISO_8859_1)) {
        case Superbox.BOX -> boxes(content, depth + 1);
        case "cbor" -> cbor(content);
        default -> {}
      }
      at += size;
    }
  }

  private void cbor(ByteBuffer in) throws UnexpectedContent {
    item(in, 0, false);
    if (in.hasRemaining()) {
      throw new UnexpectedContent("bytes behind a value of CBOR");
    }
  }

  /** Whether there was an item; false at the break that ends an indefinite length. */
  private boolean item(ByteBuffer in, int depth, boolean isBreakable) throws UnexpectedContent {
    count(depth);
    int head = in.get() & 0xff;
    if (head == BREAK && isBreakable) {
      return false;
    }
    int major = head >> 5;
    int more = head & 31;
    if (more == INDEFINITE) {
      indefinite(in, major, depth);
      return true;
    }
    long argument = argument(in, more);
    switch (major) {
      case 2, 3 -> skip(in, argument);
      case 4 -> items(in, argument, depth);
      case 5 -> items(in, Math.min(argument, MAX_ITEMS) * 2, depth);
      case 6 -> item(in, depth + 1, false);
      default -> {}
    }
    return true;
  }

  private void indefinite(ByteBuffer in, int major, int depth) throws UnexpectedContent {
    if (major < 2 || major > 5) {
      throw new UnexpectedContent("a value of CBOR without length");
    }
    int count = 0;
    while (item(in, depth + 1, true)) {
      count++;
    }
    if (major == 5 && count % 2 == 1) {
      throw new UnexpectedContent("a map of CBOR with half a pair");
    }
  }

  private void items(ByteBuffer in, long count, int depth) throws UnexpectedContent {
    for (long i = 0; i != count; i++) {
      item(in, depth + 1, false);
    }
  }

  private static long argument(ByteBuffer in, int more) throws UnexpectedContent {
    if (more > EIGHT_BYTES) {
      throw new UnexpectedContent("a reserved length of CBOR");
    }
    if (more < ONE_BYTE) {
      return more;
    }
    long argument = 0;
    for (int i = 0; i < 1 << (more - ONE_BYTE); i++) {
      argument = (argument << 8) | (in.get() & 0xff);
    }
    return argument;
  }

  private static void skip(ByteBuffer in, long bytes) throws UnexpectedContent {
    if (bytes < 0 || bytes > in.remaining()) {
      throw new UnexpectedContent("a string of CBOR that is cut");
    }
    in.position(in.position() + (int) bytes);
  }
}
