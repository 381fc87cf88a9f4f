package io.patchwork.common.queue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue at a RabbitMQ broker, from 3.10 on. A supervisor keeps one {@link RabbitSession} alive
 * and rebuilds it whole when it breaks; the client library's own recovery is off, because it
 * silently drops unconfirmed messages and stale acknowledgements. Thread-safe.
 */
public final class RabbitJobQueue implements JobQueue {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitJobQueue.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int HEARTBEAT_SECONDS = 15;
  private static final int MAX_ANSWERS = 10_000;

  /** No such virtual host, no right, other arguments of a queue, not allowed. */
  private static final Set<Integer> REFUSALS = Set.of(402, 403, 406, 530);

  private final BrokerAddress broker;
  private final Topology topology;
  private final String name;
  private final RandomGenerator random;
  private final List<Standing> standing = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread supervisor;
  private @Nullable RabbitSession session;
  private boolean closed;

  /** What to do when the broker is away at the start. */
  public enum Start {
    /** Fail. */
    AT_ONCE,
    /** Go on trying; until then, {@link #check} fails. */
    WHEN_REACHED
  }

  /**
   * Connects at once.
   *
   * @param name shown in the broker's list of connections
   * @throws QueueUnavailable if the broker cannot be reached now
   */
  public RabbitJobQueue(URI broker, Topology topology, String name, RandomGenerator random) {
    this(BrokerAddress.of(broker), topology, name, random, Start.AT_ONCE);
  }

  /**
   * Connects.
   *
   * @param name shown in the broker's list of connections
   * @throws QueueUnavailable if the broker cannot be reached now and shall be; in any case if it
   *     does not accept user, password, virtual host or certificate, or an address or file of ours
   *     cannot be used
   */
  public RabbitJobQueue(
      BrokerAddress broker, Topology topology, String name, RandomGenerator random, Start start) {
    this.broker = broker;
    this.topology = topology;
    this.name = name;
    this.random = random;
    this.session = first(start);
    this.supervisor = Thread.ofVirtual().name("amqp-supervisor").start(this::supervise);
  }

  private @Nullable RabbitSession first(Start start) {
    try {
      return open();
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      if (start == Start.AT_ONCE || isRefused(e)) {
        throw new QueueUnavailable("The broker cannot be reached: " + reason(e), e);
      }
      LOG.atWarn().addKeyValue("reason", reason(e)).log("waiting for the broker");
      return null;
    }
  }

  /**
   * Whether it is of no use to try again: not if the connection ended for a cause that it does not
   * tell, as before a proxy whose broker is away.
   */
  private static boolean isRefused(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BrokerAddress.Unusable
          || cause instanceof AuthenticationFailureException
          || cause instanceof CertificateException
          || (cause instanceof ShutdownSignalException end && REFUSALS.contains(replyCode(end)))) {
        return true;
      }
    }
    return false;
  }

  private static int replyCode(ShutdownSignalException end) {
    return switch (end.getReason()) {
      case AMQP.Connection.Close close -> close.getReplyCode();
      case AMQP.Channel.Close close -> close.getReplyCode();
      case null, default -> 0;
    };
  }

  private RabbitSession open() throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    broker.apply(factory);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setConnectionTimeout(5_000);
    factory.setHandshakeTimeout(10_000);
    factory.setChannelRpcTimeout(30_000);
    factory.setThreadFactory(Thread.ofVirtual().name("amqp-", 0).factory());
    return new RabbitSession(factory, topology, name);
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private void supervise() {
    try {
      RabbitSession living = session;
      while (true) {
        if (living != null) {
          living.awaitEnd();
        }
        lock.lock();
        try {
          session = null;
          if (closed) {
            return;
          }
        } finally {
          lock.unlock();
        }
        if (living != null) {
          LOG.atWarn().log("broker session lost");
        }
        living = reconnect();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Restores all subscriptions; a session in which that fails is discarded. */
  private void resume(RabbitSession fresh) throws IOException {
    try {
      for (Standing order : standing) {
        order.start(fresh);
      }
    } catch (IOException | RuntimeException e) {
      fresh.close();
      throw e;
    }
  }

  private RabbitSession reconnect() throws InterruptedException {
    Duration bound = FIRST_PAUSE;
    while (true) {
      // Full jitter: a hundred workers that lost the same broker must not reconnect at once.
      TimeUnit.MILLISECONDS.sleep(random.nextLong(bound.toMillis()) + 1);
      try {
        RabbitSession fresh = open();
        resume(fresh);
        lock.lock();
        try {
          if (closed) {
            fresh.close();
          }
          session = fresh;
          changed.signalAll();
        } finally {
          lock.unlock();
        }
        LOG.atInfo().log("broker session restored");
        return fresh;
      } catch (IOException | TimeoutException | RuntimeException e) {
        LOG.atWarn().addKeyValue("reason", reason(e)).log("broker still away");
        bound = bound.multipliedBy(2);
        bound = bound.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : bound;
      }
    }
  }

  /** The current session; waits a short time for one. */
  private RabbitSession current() throws InterruptedException {
    lock.lock();
    try {
      long left = TIMEOUT.toNanos();
      while (session == null || (session.isOver() && !closed)) {
        if (left <= 0) {
          throw new QueueUnavailable("The broker cannot be reached.", null);
        }
        left = changed.awaitNanos(left);
      }
      return session;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public PublishConfirm publish(Route route, Message message) {
    try {
      return current().publish(route, message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailable("Interrupted while waiting for the broker.", e);
    }
  }

  @Override
  public void publishUnconfirmed(Route.Event route, Message message) {
    RabbitSession living;
    lock.lock();
    try {
      living = session;
    } finally {
      lock.unlock();
    }
    if (living != null) {
      living.publishUnconfirmed(route, message);
    }
  }

  @Override
  public BrokerState state() {
    RabbitSession living;
    lock.lock();
    try {
      living = session;
    } finally {
      lock.unlock();
    }
    if (living == null || living.isOver()) {
      return BrokerState.AWAY;
    }
    return living.isBlocked() ? BrokerState.BLOCKED : BrokerState.OPEN;
  }

  @Override
  public Subscription consume(Lane lane, int slots, Consumer<Delivery> handler) {
    return stand(fresh -> fresh.consume(lane, slots, handler));
  }

  @Override
  public Subscription subscribeEvents(String pattern, Consumer<Message> handler) {
    return stand(fresh -> fresh.subscribe(topology.eventExchange(), pattern, handler));
  }

  @Override
  public Subscription replayEvents(LogStart from, Consumer<LoggedEvent> handler) {
    RabbitEventLog log = new RabbitEventLog(topology.eventLog(), from, handler);
    return stand(log::read);
  }

  @Override
  public Subscription subscribeBroadcasts(Consumer<Message> handler) {
    return stand(fresh -> fresh.subscribe(topology.controlExchange(), "", handler));
  }

  @Override
  public List<Message> ask(Function<String, Message> question, Duration within)
      throws InterruptedException {
    List<Message> answers = new CopyOnWriteArrayList<>();
    try (Channel channel = current().channel()) {
      String address =
          channel
              .queueDeclare("", false, true, true, Map.of("x-max-length", MAX_ANSWERS))
              .getQueue();
      channel.basicConsume(
          address,
          true,
          (tag, answer) ->
              answers.add(RabbitMessages.message(answer.getProperties(), answer.getBody())),
          tag -> {});
      // Nobody waits for its confirm: a broker short of memory would hold that back for minutes.
      var _ = publish(new Route.Control(), question.apply(address));
      Thread.sleep(within);
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      throw new QueueUnavailable("The workers cannot be asked: " + reason(e), e);
    }
    return List.copyOf(answers);
  }

  private Subscription stand(Order order) {
    Standing fresh = new Standing(order);
    // Before it starts: if the session breaks in between, the next one restores it.
    standing.add(fresh);
    try {
      fresh.start(current());
    } catch (IOException | ShutdownSignalException e) {
      standing.remove(fresh);
      throw new QueueUnavailable("The broker refused: " + reason(e), e);
    } catch (InterruptedException e) {
      standing.remove(fresh);
      Thread.currentThread().interrupt();
      throw new QueueUnavailable("Interrupted while waiting for the broker.", e);
    } catch (QueueUnavailable e) {
      standing.remove(fresh);
      throw e;
    }
    return () -> {
      standing.remove(fresh);
      fresh.stop();
    };
  }

  @Override
  public List<DeadLetter> deadLetters() {
    List<DeadLetter> deadLetters = new ArrayList<>();
    resolveDeadLetters(deadLetter -> {
      deadLetters.add(deadLetter);
      return false;
    });
    return deadLetters;
  }

  @Override
  public void resolveDeadLetters(Predicate<DeadLetter> handled) {
    try {
      RabbitSession living = current();
      if (RabbitDeadLetters.hasEarlier(living.channel(), topology)) {
        var _ =
            RabbitDeadLetters.resolve(
                living.channel(), topology.earlierDeadLetterQueue(), topology, handled);
      }
      String letters = topology.deadLetterQueue();
      long left = RabbitDeadLetters.resolve(living.channel(), letters, topology, handled);
      RabbitDeadLetters.awaitReturn(living.channel(), letters, left);
    } catch (IOException | TimeoutException | AlreadyClosedException e) {
      throw new QueueUnavailable("The dead letters cannot be read: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailable("Interrupted while reading dead letters.", e);
    }
  }

  @Override
  public long depth(Lane lane) {
    return look(channel -> channel.messageCount(topology.queue(lane)));
  }

  @Override
  public Backlog backlog() {
    return look(channel -> {
      Map<Lane, Long> waiting = new HashMap<>();
      Map<Lane, Long> resting = new HashMap<>();
      Map<Lane, Integer> consumers = new HashMap<>();
      for (Lane lane : topology.lanes()) {
        AMQP.Queue.DeclareOk queue = channel.queueDeclarePassive(topology.queue(lane));
        waiting.put(lane, (long) queue.getMessageCount());
        consumers.put(lane, queue.getConsumerCount());
        long sum = 0;
        for (int step = 0; step < topology.retryDelays().size(); step++) {
          sum += channel.messageCount(topology.retryQueue(lane, step));
        }
        resting.put(lane, sum);
      }
      return new Backlog(
          waiting, resting, consumers, channel.messageCount(topology.deadLetterQueue()));
    });
  }

  private interface Look<T> {
    T at(Channel channel) throws IOException;
  }

  private <T> T look(Look<T> look) {
    try (Channel channel = current().channel()) {
      return look.at(channel);
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      throw new QueueUnavailable("The queues cannot be looked at: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailable("Interrupted while looking at the queues.", e);
    }
  }

  @Override
  public void check() {
    lock.lock();
    try {
      if (session == null || session.isOver()) {
        throw new QueueUnavailable("There is no connection to the broker.", null);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String version() {
    try {
      return current().version();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailable("Interrupted while looking at the broker.", e);
    }
  }

  @Override
  public void close() {
    RabbitSession last;
    lock.lock();
    try {
      closed = true;
      last = session;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.close();
    }
    supervisor.interrupt();
  }

  /** A subscription that is restored in every session. */
  private interface Order {
    Subscription start(RabbitSession session) throws IOException;
  }

  private static final class Standing {
    private final Order order;
    private @Nullable Subscription running;
    private @Nullable RabbitSession startedOn;
    private boolean stopped;

    Standing(Order order) {
      this.order = order;
    }

    synchronized void start(RabbitSession session) throws IOException {
      if (!stopped && session != startedOn) {
        running = order.start(session);
        startedOn = session;
      }
    }

    synchronized void stop() {
      stopped = true;
      if (running != null) {
        running.close();
      }
    }
  }
}
