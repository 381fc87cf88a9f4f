package io.patchwork.worker.crash;

import io.patchwork.common.queue.Backlog;
import io.patchwork.common.queue.BrokerState;
import io.patchwork.common.queue.DeadLetter;
import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.LogStart;
import io.patchwork.common.queue.LoggedEvent;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.PublishConfirm;
import io.patchwork.common.queue.Route;
import io.patchwork.common.queue.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The queue of a worker that may die: what it holds is delivered again when its handler ends, which
 * it does at the next thing that it tries. Thread-safe.
 */
public final class MortalQueue implements JobQueue {

  private final JobQueue queue;
  private final Life life;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  public MortalQueue(JobQueue queue, Life life) {
    this.queue = queue;
    this.life = life;
    life.onDeath(() -> subscriptions.forEach(Subscription::close));
  }

  @Override
  public PublishConfirm publish(Route route, Message message) {
    return life.effect("publish " + route, () -> queue.publish(route, message));
  }

  @Override
  public void publishUnconfirmed(Route.Event route, Message message) {
    life.living();
    queue.publishUnconfirmed(route, message);
  }

  @Override
  public Subscription consume(Lane lane, int slots, Consumer<Delivery> handler) {
    CountDownLatch gone = new CountDownLatch(1);
    Subscription consuming =
        queue.consume(
            lane,
            slots,
            delivery -> {
              try {
                handler.accept(new Mortal(delivery));
              } catch (Life.Crash dead) {
                // It holds its message until its connection breaks, and gets no other.
                awaitQuietly(gone);
              }
            });
    Subscription subscription =
        () -> {
          consuming.close();
          gone.countDown();
        };
    subscriptions.add(subscription);
    return subscription;
  }

  private static void awaitQuietly(CountDownLatch gone) {
    try {
      gone.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Subscription subscribeEvents(String pattern, Consumer<Message> handler) {
    return queue.subscribeEvents(pattern, handler);
  }

  @Override
  public Subscription replayEvents(LogStart from, Consumer<LoggedEvent> handler) {
    return queue.replayEvents(from, handler);
  }

  @Override
  public Subscription subscribeBroadcasts(Consumer<Message> handler) {
    Subscription subscription = queue.subscribeBroadcasts(handler);
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public List<Message> ask(Function<String, Message> question, Duration within)
      throws InterruptedException {
    life.living();
    return queue.ask(question, within);
  }

  @Override
  public List<DeadLetter> deadLetters() {
    return queue.deadLetters();
  }

  @Override
  public void resolveDeadLetters(Predicate<DeadLetter> handled) {
    queue.resolveDeadLetters(handled);
  }

  @Override
  public long depth(Lane lane) {
    return queue.depth(lane);
  }

  @Override
  public void check() {
    life.living();
    queue.check();
  }

  @Override
  public Backlog backlog() {
    return queue.backlog();
  }

  @Override
  public BrokerState state() {
    return queue.state();
  }

  @Override
  public String version() {
    return queue.version();
  }

  @Override
  public void close() {}

  private final class Mortal implements Delivery {
    private final Delivery delivery;

    Mortal(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public Lane lane() {
      return delivery.lane();
    }

    @Override
    public Message message() {
      return delivery.message();
    }

    @Override
    public int count() {
      return delivery.count();
    }

    @Override
    public void ack() {
      var _ =
          life.effect(
              "ack in " + delivery.lane().name(),
              () -> {
                delivery.ack();
                return true;
              });
    }

    @Override
    public void reject() {
      life.living();
      delivery.reject();
    }

    @Override
    public boolean isLeaseLost() {
      return delivery.isLeaseLost();
    }

    @Override
    public void onLeaseLost(Runnable action) {
      delivery.onLeaseLost(action);
    }
  }
}
