package io.patchwork.common.queue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What two processes of one program say to each other over a pipe about one delivery: {@link
 * QueueBridge} on the side of the broker, {@link BridgedQueue} on the other.
 */
sealed interface Frame {

  /** The delivery: the first frame. */
  record Offer(Lane lane, Message message, int count) implements Frame {}

  /** That the delivery is being handled: what happens from now on is the job's doing. */
  record Begun() implements Frame {}

  /** To publish a message; its confirm is a {@link Confirmed} of the same number. */
  record Publish(long number, Route route, Message message) implements Frame {}

  /** To publish an event that may be lost. */
  record Tell(Route route, Message message) implements Frame {}

  /** To acknowledge or reject the delivery. */
  record Settle(boolean isAck) implements Frame {}

  /** The outcome of a {@link Publish}. */
  record Confirmed(long number, Outcome outcome) implements Frame {}

  /** The outcome of a {@link Settle}. */
  record Settled(Outcome outcome) implements Frame {}

  /** What became of a request. */
  enum Outcome {
    DONE,
    UNROUTABLE,
    UNAVAILABLE,
    LEASE_LOST
  }

  /** Longest body of a message in bytes, far above what is published. */
  int MAX_BODY = 256 << 20;

  /** Writes it and flushes. */
  default void write(DataOutputStream out) throws IOException {
    switch (this) {
      case Offer(Lane lane, Message message, int count) -> {
        out.writeByte(0);
        write(out, lane);
        write(out, message);
        out.writeInt(count);
      }
      case Publish(long number, Route route, Message message) -> {
        out.writeByte(1);
        out.writeLong(number);
        write(out, route);
        write(out, message);
      }
      case Tell(Route route, Message message) -> {
        out.writeByte(2);
        write(out, route);
        write(out, message);
      }
      case Settle(boolean isAck) -> {
        out.writeByte(3);
        out.writeBoolean(isAck);
      }
      case Begun() -> out.writeByte(6);
      case Confirmed(long number, Outcome outcome) -> {
        out.writeByte(4);
        out.writeLong(number);
        out.writeUTF(outcome.name());
      }
      case Settled(Outcome outcome) -> {
        out.writeByte(5);
        out.writeUTF(outcome.name());
      }
    }
    out.flush();
  }

  /**
   * Reads the next frame.
   *
   * @throws java.io.EOFException at the end of the stream
   * @throws IOException if it is no frame
   */
  static Frame read(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case 0 -> new Offer(lane(in), message(in), in.readInt());
      case 1 -> new Publish(in.readLong(), route(in), message(in));
      case 2 -> new Tell(route(in), message(in));
      case 3 -> new Settle(in.readBoolean());
      case 4 -> new Confirmed(in.readLong(), outcome(in));
      case 5 -> new Settled(outcome(in));
      case 6 -> new Begun();
      default -> throw new IOException("no frame of kind " + kind);
    };
  }

  private static Outcome outcome(DataInputStream in) throws IOException {
    return Outcome.valueOf(in.readUTF());
  }

  private static void write(DataOutputStream out, Lane lane) throws IOException {
    out.writeUTF(lane.name());
    out.writeUTF(lane.entrance().name());
  }

  private static Lane lane(DataInputStream in) throws IOException {
    return new Lane(in.readUTF(), Lane.Exchange.valueOf(in.readUTF()));
  }

  private static void write(DataOutputStream out, Route route) throws IOException {
    switch (route) {
      case Route.ToLane(Lane lane) -> {
        out.writeByte(0);
        write(out, lane);
      }
      case Route.Later(Lane lane, int step) -> {
        out.writeByte(1);
        write(out, lane);
        out.writeInt(step);
      }
      case Route.Dead() -> out.writeByte(2);
      case Route.Event(String key) -> {
        out.writeByte(3);
        out.writeUTF(key);
      }
      case Route.Control() -> out.writeByte(4);
      case Route.Answer(String address) -> {
        out.writeByte(5);
        out.writeUTF(address);
      }
    }
  }

  private static Route route(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case 0 -> new Route.ToLane(lane(in));
      case 1 -> new Route.Later(lane(in), in.readInt());
      case 2 -> new Route.Dead();
      case 3 -> new Route.Event(in.readUTF());
      case 4 -> new Route.Control();
      case 5 -> new Route.Answer(in.readUTF());
      default -> throw new IOException("no route of kind " + kind);
    };
  }

  private static void write(DataOutputStream out, Message message) throws IOException {
    write(out, message.id());
    out.writeInt(message.headers().size());
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      write(out, header.getKey());
      write(out, header.getValue());
    }
    out.writeInt(message.body().length);
    out.write(message.body());
  }

  private static Message message(DataInputStream in) throws IOException {
    String id = text(in);
    Map<String, String> headers = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      headers.put(text(in), text(in));
    }
    return new Message(id, bytes(in), headers);
  }

  /** Of any length, unlike {@code writeUTF}: headers may be a client's. */
  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("a text or body of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
