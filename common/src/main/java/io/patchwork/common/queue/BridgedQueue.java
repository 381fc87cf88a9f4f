package io.patchwork.common.queue;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A queue with one delivery, which another process holds: what is published here is published
 * there. For a process that runs one job on behalf of another. Thread-safe.
 */
public final class BridgedQueue implements JobQueue {

  private final DataInputStream in;
  private final DataOutputStream out;
  private final Runnable onParentGone;
  private final Frame.Offer offer;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, PublishConfirm> unconfirmed = new ConcurrentHashMap<>();
  private final CompletableFuture<Frame.Outcome> settled = new CompletableFuture<>();
  private final AtomicBoolean isHanded = new AtomicBoolean();
  private final CountDownLatch handled = new CountDownLatch(1);

  /**
   * Reads the delivery.
   *
   * @param in what the other process says
   * @param out what it hears
   * @param onParentGone called when the other process has ended
   */
  public BridgedQueue(InputStream in, OutputStream out, Runnable onParentGone) throws IOException {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
    this.onParentGone = onParentGone;
    if (!(Frame.read(this.in) instanceof Frame.Offer first)) {
      throw new IOException("the first frame is no delivery");
    }
    this.offer = first;
    Thread.ofVirtual().name("bridge").start(this::listen);
  }

  private void listen() {
    try {
      while (true) {
        switch (Frame.read(in)) {
          case Frame.Confirmed(long number, Frame.Outcome outcome) -> confirm(number, outcome);
          case Frame.Settled(Frame.Outcome outcome) -> settled.complete(outcome);
          case Frame other -> throw new IOException("an unexpected " + other.getClass());
        }
      }
    } catch (IOException gone) {
      onParentGone.run();
    }
  }

  private void confirm(long number, Frame.Outcome outcome) {
    PublishConfirm confirm = unconfirmed.remove(number);
    if (confirm == null) {
      return;
    }
    switch (outcome) {
      case DONE -> confirm.confirm();
      case UNROUTABLE -> confirm.fail(new Unroutable("No queue takes the message."));
      case UNAVAILABLE, LEASE_LOST ->
          confirm.fail(new QueueUnavailable("The broker did not confirm.", null));
    }
  }

  @Override
  public PublishConfirm publish(Route route, Message message) {
    PublishConfirm confirm = new PublishConfirm();
    long number = numbers.incrementAndGet();
    unconfirmed.put(number, confirm);
    try {
      say(new Frame.Publish(number, route, message));
    } catch (IOException gone) {
      confirm.fail(new QueueUnavailable("The worker of this job has ended.", gone));
    }
    return confirm;
  }

  @Override
  public void publishUnconfirmed(Route.Event route, Message message) {
    try {
      say(new Frame.Tell(route, message));
    } catch (IOException gone) {
      // Such an event may be lost.
      assert gone != null;
    }
  }

  private synchronized void say(Frame frame) throws IOException {
    frame.write(out);
  }

  @Override
  public Subscription consume(Lane lane, int slots, Consumer<Delivery> handler) {
    if (lane.equals(offer.lane()) && isHanded.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name(lane.name())
          .start(() -> {
            try {
              say(new Frame.Begun());
              handler.accept(new Bridged());
            } catch (IOException gone) {
              onParentGone.run();
            } finally {
              handled.countDown();
            }
          });
    }
    return () -> {};
  }

  /** Waits until the delivery was handled; it may not be settled, if its lease was lost. */
  public void awaitHandled() throws InterruptedException {
    handled.await();
  }

  @Override
  public Subscription subscribeEvents(String pattern, Consumer<Message> handler) {
    throw new UnsupportedOperationException("a bridged queue has no events");
  }

  @Override
  public Subscription replayEvents(LogStart from, Consumer<LoggedEvent> handler) {
    throw new UnsupportedOperationException("a bridged queue has no events");
  }

  /** No broadcast comes here: who holds the delivery ends this process. */
  @Override
  public Subscription subscribeBroadcasts(Consumer<Message> handler) {
    return () -> {};
  }

  @Override
  public List<Message> ask(Function<String, Message> question, Duration within) {
    throw new UnsupportedOperationException("a bridged queue has no broadcasts");
  }

  @Override
  public List<DeadLetter> deadLetters() {
    return List.of();
  }

  @Override
  public void resolveDeadLetters(Predicate<DeadLetter> handled) {
    throw new UnsupportedOperationException("a bridged queue has no dead letters");
  }

  @Override
  public long depth(Lane lane) {
    return 0;
  }

  @Override
  public Backlog backlog() {
    return new Backlog(Map.of(), Map.of(), Map.of(), 0);
  }

  @Override
  public void check() {}

  @Override
  public BrokerState state() {
    return BrokerState.OPEN;
  }

  @Override
  public String version() {
    return "bridged";
  }

  @Override
  public void close() {}

  /** The delivery on this side of the pipe. */
  private final class Bridged implements Delivery {

    @Override
    public Lane lane() {
      return offer.lane();
    }

    @Override
    public Message message() {
      return offer.message();
    }

    @Override
    public int count() {
      return offer.count();
    }

    @Override
    public void ack() {
      settle(true);
    }

    @Override
    public void reject() {
      settle(false);
    }

    private void settle(boolean isAck) {
      try {
        say(new Frame.Settle(isAck));
      } catch (IOException gone) {
        throw new LeaseLost("The worker of this job has ended.");
      }
      if (settled.join() == Frame.Outcome.LEASE_LOST) {
        throw new LeaseLost("The lease of this delivery is lost.");
      }
    }

    @Override
    public boolean isLeaseLost() {
      return false;
    }

    /** Never called: who holds the delivery ends this process when its lease is lost. */
    @Override
    public void onLeaseLost(Runnable action) {}
  }
}
