package io.patchwork.common.queue;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Hands one delivery to another process and does at the broker what that process asks for, until it
 * has settled the delivery or has ended. For one delivery; the other side is {@link BridgedQueue}.
 */
public final class QueueBridge {

  /** How far the other process came with the delivery. */
  public enum Progress {
    /** It has not begun to handle it. */
    NOT_BEGUN,
    /** It ended while it handled it. */
    BEGUN,
    /** It has acknowledged or rejected it, or has found its lease lost. */
    SETTLED
  }

  private final JobQueue queue;
  private final Delivery delivery;
  private final DataInputStream in;
  private final DataOutputStream out;

  /**
   * A bridge.
   *
   * @param in what the other process says
   * @param out what it hears
   */
  public QueueBridge(JobQueue queue, Delivery delivery, InputStream in, OutputStream out) {
    this.queue = queue;
    this.delivery = delivery;
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
  }

  /**
   * Works until the other process closes its output. Blocks without a limit of time: to stop it,
   * end the other process.
   *
   * @return how far it came
   */
  public Progress run() {
    Progress progress = Progress.NOT_BEGUN;
    try {
      say(new Frame.Offer(delivery.lane(), delivery.message(), delivery.count()));
      while (true) {
        switch (Frame.read(in)) {
          case Frame.Publish(long number, Route route, Message message) ->
              publish(number, route, message);
          case Frame.Tell(Route.Event route, Message message) ->
              queue.publishUnconfirmed(route, message);
          case Frame.Settle(boolean isAck) -> {
            progress = Progress.SETTLED;
            say(new Frame.Settled(settle(isAck)));
          }
          case Frame.Begun() -> progress = Progress.BEGUN;
          case Frame other -> throw new IOException("an unexpected " + other.getClass());
        }
      }
    } catch (IOException ended) {
      return progress;
    }
  }

  private void publish(long number, Route route, Message message) {
    queue
        .publish(route, message)
        .whenDone(problem -> {
          try {
            say(
                new Frame.Confirmed(
                    number,
                    switch (problem) {
                      case null -> Frame.Outcome.DONE;
                      case Unroutable _ -> Frame.Outcome.UNROUTABLE;
                      default -> Frame.Outcome.UNAVAILABLE;
                    }));
          } catch (IOException ended) {
            // Its end is seen where its output is read.
            assert ended != null;
          }
        });
  }

  private Frame.Outcome settle(boolean isAck) {
    try {
      if (isAck) {
        delivery.ack();
      } else {
        delivery.reject();
      }
      return Frame.Outcome.DONE;
    } catch (LeaseLost lost) {
      return Frame.Outcome.LEASE_LOST;
    }
  }

  private synchronized void say(Frame frame) throws IOException {
    frame.write(out);
  }
}
