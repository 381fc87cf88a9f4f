package io.patchwork.worker.c2pa;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of CBOR (RFC 8949) that is encoded deterministically (4.2.1): shortest lengths, and keys
 * in the order of their bytes. There are no floating-point numbers.
 */
sealed interface Cbor {

  /** An integer of 64 bits. */
  record Whole(long value) implements Cbor {}

  /** A byte string. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only written
  record Bytes(byte[] bytes) implements Cbor {}

  /** A text string. */
  record Text(String text) implements Cbor {}

  /** An array. */
  record Sequence(List<Cbor> items) implements Cbor {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A map, in whatever order. */
  record Fields(Map<Cbor, Cbor> entries) implements Cbor {
    public Fields {
      entries = Map.copyOf(entries);
    }
  }

  /** A map of texts in an order that somebody else's format gives; not deterministic by itself. */
  record Ordered(List<Map.Entry<String, Cbor>> entries) implements Cbor {
    public Ordered {
      entries = List.copyOf(entries);
    }
  }

  /** A value with a tag. */
  record Tagged(long tag, Cbor value) implements Cbor {}

  /** {@code null}. */
  record Nothing() implements Cbor {}

  static Cbor of(String text) {
    return new Text(text);
  }

  static Cbor of(byte[] bytes) {
    return new Bytes(bytes);
  }

  static Cbor of(List<? extends Cbor> items) {
    return new Sequence(List.copyOf(items));
  }

  /** A map whose keys are texts. */
  static Cbor of(Map<String, Cbor> fields) {
    Map<Cbor, Cbor> entries = new LinkedHashMap<>();
    fields.forEach((key, value) -> entries.put(new Text(key), value));
    return new Fields(entries);
  }

  default byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Encoder.write(this, out);
    return out.toByteArray();
  }

  /** The encoding, by major types (RFC 8949, 3.1). */
  final class Encoder {

    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int NULL = 0xf6;

    private Encoder() {}

    private static void write(Cbor value, ByteArrayOutputStream out) {
      switch (value) {
        case Whole(long number) -> head(number < 0 ? NEGATIVE : POSITIVE, magnitude(number), out);
        case Bytes(byte[] bytes) -> string(BYTES, bytes, out);
        case Text(String text) -> string(TEXT, text.getBytes(StandardCharsets.UTF_8), out);
        case Sequence(List<Cbor> items) -> {
          head(ARRAY, items.size(), out);
          items.forEach(item -> write(item, out));
        }
        case Fields(Map<Cbor, Cbor> entries) -> {
          head(MAP, entries.size(), out);
          entries.entrySet().stream()
              .map(entry -> new Entry(entry.getKey().encode(), entry.getValue()))
              .sorted((a, b) -> Arrays.compareUnsigned(a.key, b.key))
              .forEach(entry -> {
                out.writeBytes(entry.key);
                write(entry.value, out);
              });
        }
        case Ordered(List<Map.Entry<String, Cbor>> entries) -> {
          head(MAP, entries.size(), out);
          entries.forEach(entry -> {
            write(new Text(entry.getKey()), out);
            write(entry.getValue(), out);
          });
        }
        case Tagged(long tag, Cbor tagged) -> {
          head(TAG, tag, out);
          write(tagged, out);
        }
        case Nothing() -> out.write(NULL);
      }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by its bytes
    private record Entry(byte[] key, Cbor value) {}

    private static long magnitude(long number) {
      return number < 0 ? ~number : number;
    }

    private static void string(int major, byte[] bytes, ByteArrayOutputStream out) {
      head(major, bytes.length, out);
      out.writeBytes(bytes);
    }

    /** The major type and the shortest form of an argument (RFC 8949, 3). */
    private static void head(int major, long argument, ByteArrayOutputStream out) {
      int type = major << 5;
      if (argument < 24) {
        out.write(type | (int) argument);
      } else if (argument < 1L << 8) {
        out.write(type | 24);
        out.write((int) argument);
      } else if (argument < 1L << 16) {
        out.write(type | 25);
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) argument).array());
      } else if (argument < 1L << 32) {
        out.write(type | 26);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) argument).array());
      } else {
        out.write(type | 27);
        out.writeBytes(ByteBuffer.allocate(8).putLong(argument).array());
      }
    }
  }
}
