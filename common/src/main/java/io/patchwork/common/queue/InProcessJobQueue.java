package io.patchwork.common.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An in-memory queue of one process, for commands that wait until their jobs are done. Retry delays
 * are shortened by a factor. Thread-safe.
 */
public final class InProcessJobQueue implements JobQueue {

  private static final int MAX_LOGGED = 10_000;

  private final Topology topology;
  private final long haste;
  private final Map<String, LaneState> lanes = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<DeadLetter> dead = new ArrayList<>();

  /** The last events; its monitor guards the next offset, too. */
  private final Deque<LoggedEvent> log = new ArrayDeque<>();

  private final List<LinkedBlockingQueue<LoggedEvent>> readers = new CopyOnWriteArrayList<>();
  private long nextOffset;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("retry-ladder").factory());

  /**
   * Creates an empty queue.
   *
   * @param haste divisor of the retry delays
   */
  public InProcessJobQueue(Topology topology, long haste) {
    this.topology = topology;
    this.haste = haste;
    topology.lanes().forEach(lane -> lanes.put(lane.name(), new LaneState(lane)));
  }

  @Override
  public PublishConfirm publish(Route route, Message message) {
    PublishConfirm receipt = new PublishConfirm();
    try {
      put(route, message);
      receipt.confirm();
    } catch (Unroutable e) {
      receipt.fail(e);
    }
    return receipt;
  }

  private void put(Route route, Message message) {
    switch (route) {
      case Route.ToLane(Lane lane) -> state(lane).add(new Waiting(message, 1));
      case Route.Later(Lane lane, int step) -> {
        List<Duration> retryDelays = topology.retryDelays();
        Duration delay = retryDelays.get(Math.min(step, retryDelays.size() - 1)).dividedBy(haste);
        LaneState state = state(lane);
        state.resting.incrementAndGet();
        var _ =
            clock.schedule(
                () -> {
                  state.resting.decrementAndGet();
                  state.add(new Waiting(message, 1));
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
      }
      case Route.Dead() -> deadLetter(message, message.headers().getOrDefault(LANE, ""));
      case Route.Event(String key) -> tellEvent(key, message);
      case Route.Control() -> notifyListeners("control", message);
      case Route.Answer(String address) -> notifyListeners("answer." + address, message);
    }
  }

  @Override
  public void publishUnconfirmed(Route.Event route, Message message) {
    tellEvent(route.routingKey(), message);
  }

  private void tellEvent(String key, Message message) {
    synchronized (log) {
      LoggedEvent event = new LoggedEvent(nextOffset++, message, Instant.now());
      log.addLast(event);
      if (log.size() > MAX_LOGGED) {
        log.removeFirst();
      }
      readers.forEach(reader -> reader.add(event));
    }
    notifyListeners("event." + key, message);
  }

  private LaneState state(Lane lane) {
    LaneState state = lanes.get(lane.name());
    if (state == null) {
      throw new Unroutable("There is no lane " + lane.name() + ".");
    }
    return state;
  }

  private void deadLetter(Message message, String lane) {
    synchronized (dead) {
      dead.add(new DeadLetter(message, lane));
    }
  }

  private void notifyListeners(String key, Message message) {
    listeners.stream()
        .filter(listener -> listener.pattern.matcher(key).matches())
        .forEach(listener -> listener.inbox.add(message));
  }

  @Override
  public Subscription consume(Lane lane, int slots, Consumer<Delivery> handler) {
    LaneState state = state(lane);
    LaneConsumer consumer = new LaneConsumer(state, slots, handler);
    state.consumers.add(consumer);
    state.dispatch();
    return () -> state.consumers.remove(consumer);
  }

  @Override
  public Subscription subscribeEvents(String pattern, Consumer<Message> handler) {
    String regex =
        Pattern.compile("\\.")
            .splitAsStream(pattern)
            .map(word -> word.equals("#") ? ".*" : word.equals("*") ? "[^.]+" : Pattern.quote(word))
            .collect(Collectors.joining("\\."));
    return listener("event\\." + regex, handler);
  }

  /** Of a time, replays all that is kept: a process lives as long as its commands. */
  @Override
  public Subscription replayEvents(LogStart from, Consumer<LoggedEvent> handler) {
    LinkedBlockingQueue<LoggedEvent> inbox = new LinkedBlockingQueue<>();
    synchronized (log) {
      long behind = from instanceof LogStart.After after && has(after) ? after.offset() : -1;
      log.stream().filter(event -> event.offset() > behind).forEach(inbox::add);
      readers.add(inbox);
    }
    Thread thread = handing(inbox, handler);
    return () -> {
      readers.remove(inbox);
      thread.interrupt();
    };
  }

  /** Whether the log has an event in its place; guarded by the log. */
  private boolean has(LogStart.After place) {
    return log.stream()
        .anyMatch(
            event -> event.offset() == place.offset() && event.message().id().equals(place.id()));
  }

  private static <T> Thread handing(LinkedBlockingQueue<T> inbox, Consumer<T> handler) {
    return Thread.startVirtualThread(() -> {
      try {
        while (true) {
          handler.accept(inbox.take());
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Override
  public Subscription subscribeBroadcasts(Consumer<Message> handler) {
    return listener("control", handler);
  }

  @Override
  public List<Message> ask(Function<String, Message> question, Duration within)
      throws InterruptedException {
    String address = UUID.randomUUID().toString();
    List<Message> answers = new CopyOnWriteArrayList<>();
    try (Subscription _ = listener("answer\\." + address, answers::add)) {
      put(new Route.Control(), question.apply(address));
      Thread.sleep(within);
    }
    return List.copyOf(answers);
  }

  private Subscription listener(String regex, Consumer<Message> handler) {
    Listener listener = new Listener(Pattern.compile(regex), new LinkedBlockingQueue<>());
    listeners.add(listener);
    Thread thread = handing(listener.inbox, handler);
    return () -> {
      listeners.remove(listener);
      thread.interrupt();
    };
  }

  @Override
  public List<DeadLetter> deadLetters() {
    synchronized (dead) {
      return List.copyOf(dead);
    }
  }

  @Override
  public void resolveDeadLetters(Predicate<DeadLetter> handled) {
    List<DeadLetter> resolved = deadLetters().stream().filter(handled).toList();
    synchronized (dead) {
      dead.removeAll(resolved);
    }
  }

  @Override
  public long depth(Lane lane) {
    LaneState state = state(lane);
    synchronized (state) {
      return state.waiting.size();
    }
  }

  @Override
  public Backlog backlog() {
    Map<Lane, Long> waiting = new HashMap<>();
    Map<Lane, Long> resting = new HashMap<>();
    Map<Lane, Integer> consumers = new HashMap<>();
    for (Lane lane : topology.lanes()) {
      waiting.put(lane, depth(lane));
      resting.put(lane, state(lane).resting.get());
      consumers.put(lane, state(lane).consumers.size());
    }
    return new Backlog(waiting, resting, consumers, deadLetters().size());
  }

  @Override
  public void check() {}

  @Override
  public BrokerState state() {
    return BrokerState.OPEN;
  }

  @Override
  public String version() {
    return "in this process";
  }

  @Override
  public void close() {
    clock.shutdownNow();
    lanes.values().forEach(state -> state.consumers.clear());
  }

  private record Waiting(Message message, int count) {}

  private record Listener(Pattern pattern, LinkedBlockingQueue<Message> inbox) {}

  /**
   * A consumer of a lane and its number of unacknowledged messages. Guarded by its lane's monitor.
   */
  private static final class LaneConsumer {
    private final LaneState lane;
    private final int slots;
    private final Consumer<Delivery> handler;
    private int held;

    LaneConsumer(LaneState lane, int slots, Consumer<Delivery> handler) {
      this.lane = lane;
      this.slots = slots;
      this.handler = handler;
    }
  }

  /** The waiting messages and the consumers of a lane. Guarded by its own monitor. */
  private final class LaneState {
    private final Lane lane;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final AtomicLong resting = new AtomicLong();
    private final List<LaneConsumer> consumers = new CopyOnWriteArrayList<>();

    LaneState(Lane lane) {
      this.lane = lane;
    }

    void add(Waiting message) {
      synchronized (this) {
        waiting.addLast(message);
      }
      dispatch();
    }

    synchronized void dispatch() {
      for (LaneConsumer consumer : consumers) {
        while (consumer.held < consumer.slots && !waiting.isEmpty()) {
          Waiting next = waiting.removeFirst();
          consumer.held++;
          Held delivery = new Held(consumer, next);
          Thread.ofVirtual()
              .name(lane.name())
              .start(() -> {
                try {
                  consumer.handler.accept(delivery);
                } finally {
                  delivery.rejectIfUnsettled();
                }
              });
        }
      }
    }

    void settled(LaneConsumer consumer) {
      synchronized (this) {
        consumer.held--;
      }
      dispatch();
    }

    void giveBack(Waiting message) {
      if (message.count >= topology.deliveryLimit() + 1) {
        deadLetter(message.message, lane.name());
        return;
      }
      synchronized (this) {
        waiting.addFirst(new Waiting(message.message, message.count + 1));
      }
    }
  }

  private static final class Held implements Delivery {
    private final LaneConsumer consumer;
    private final Waiting waiting;
    private final AtomicBoolean settled = new AtomicBoolean();

    Held(LaneConsumer consumer, Waiting waiting) {
      this.consumer = consumer;
      this.waiting = waiting;
    }

    @Override
    public Lane lane() {
      return consumer.lane.lane;
    }

    @Override
    public Message message() {
      return waiting.message;
    }

    @Override
    public int count() {
      return waiting.count;
    }

    @Override
    public void ack() {
      if (!settled.compareAndSet(false, true)) {
        throw new LeaseLost("The delivery was already acknowledged or rejected.");
      }
      consumer.lane.settled(consumer);
    }

    @Override
    public void reject() {
      if (!rejectIfUnsettled()) {
        throw new LeaseLost("The delivery was already acknowledged or rejected.");
      }
    }

    boolean rejectIfUnsettled() {
      if (!settled.compareAndSet(false, true)) {
        return false;
      }
      consumer.lane.giveBack(waiting);
      consumer.lane.settled(consumer);
      return true;
    }

    @Override
    public boolean isLeaseLost() {
      return false;
    }

    @Override
    public void onLeaseLost(Runnable action) {}
  }
}
