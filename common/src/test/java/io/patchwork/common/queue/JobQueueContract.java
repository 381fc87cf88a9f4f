package io.patchwork.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every job queue does. */
@Timeout(60)
abstract class JobQueueContract {

  static final Lane LANE = new Lane("lane", Lane.Exchange.JOBS);
  static final Lane OTHER = new Lane("other", Lane.Exchange.INTERNAL);
  static final Lane UPLOADS = new Lane("uploads", Lane.Exchange.UPLOADS);

  private JobQueue queue;

  /** A queue that nothing is in. */
  abstract JobQueue open(Topology topology);

  static Topology topology() {
    String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
    return new Topology(
        prefix,
        List.of(LANE, OTHER, UPLOADS),
        List.of(Duration.ofMillis(300), Duration.ofMillis(900)),
        3);
  }

  @BeforeEach
  void openQueue() {
    queue = open(topology());
  }

  @AfterEach
  void closeQueue() {
    queue.close();
  }

  static Message message(String text) {
    return new Message(text, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static String text(Message message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  private void send(Lane lane, String text) throws InterruptedException {
    queue.publish(new Route.ToLane(lane), message(text)).await();
  }

  private static <T> T next(BlockingQueue<T> from) throws InterruptedException {
    T value = from.poll(20, TimeUnit.SECONDS);
    assertThat(value).as("something within 20 s").isNotNull();
    return value;
  }

  /** Hands deliveries to the test, which settles them. */
  private BlockingQueue<Delivery> take(Lane lane, int slots) {
    BlockingQueue<Delivery> taken = new LinkedBlockingQueue<>();
    queue.consume(
        lane,
        slots,
        delivery -> {
          CountDownLatch settled = new CountDownLatch(1);
          taken.add(new Watched(delivery, settled));
          try {
            settled.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return taken;
  }

  /** Lets its handler go on when it is settled. */
  private record Watched(Delivery delivery, CountDownLatch settled) implements Delivery {
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
      delivery.ack();
      settled.countDown();
    }

    @Override
    public void reject() {
      delivery.reject();
      settled.countDown();
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

  @Test
  void aMessageArrivesAsItWasSent() throws Exception {
    Message sent = new Message("id-1", new byte[] {0, 1, (byte) 255}, Map.of("x-patchwork-a", "ü"));

    queue.publish(new Route.ToLane(LANE), sent).await();

    Delivery delivery = next(take(LANE, 1));
    assertThat(delivery.message().id()).isEqualTo("id-1");
    assertThat(delivery.message().body()).containsExactly(0, 1, 255);
    assertThat(delivery.message().headers()).containsExactlyEntriesOf(Map.of("x-patchwork-a", "ü"));
    assertThat(delivery.lane()).isEqualTo(LANE);
    assertThat(delivery.count()).isEqualTo(1);
    delivery.ack();
  }

  @Test
  void anAcknowledgedMessageIsGone() throws Exception {
    send(LANE, "once");
    BlockingQueue<Delivery> taken = take(LANE, 1);

    next(taken).ack();

    assertThat(taken.poll(500, TimeUnit.MILLISECONDS)).isNull();
    assertThat(queue.depth(LANE)).isZero();
  }

  @Test
  void aRejectedMessageComesAgainAndIsCounted() throws Exception {
    send(LANE, "again");
    BlockingQueue<Delivery> taken = take(LANE, 1);

    next(taken).reject();

    Delivery second = next(taken);
    assertThat(second.count()).isEqualTo(2);
    second.ack();
  }

  @Test
  void aMessageWhoseHandlerDiesComesAgainAndIsCounted() throws Exception {
    send(LANE, "fatal");
    BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();

    queue.consume(
        LANE,
        1,
        delivery -> {
          counts.add(delivery.count());
          if (delivery.count() > 1) {
            delivery.ack();
          }
        });

    assertThat(next(counts)).isEqualTo(1);
    assertThat(next(counts)).isEqualTo(2);
  }

  @Test
  void aMessageThatNobodySettlesIsADeadLetterAtTheDeliveryLimit() throws Exception {
    send(LANE, "poison");
    AtomicInteger seen = new AtomicInteger();

    queue.consume(
        LANE,
        1,
        delivery -> {
          seen.incrementAndGet();
          delivery.reject();
        });

    List<DeadLetter> letters = awaitDeadLetters(1);
    assertThat(text(letters.getFirst().message())).isEqualTo("poison");
    assertThat(letters.getFirst().lane()).isEqualTo("lane");
    assertThat(seen).as("a limit of 3 means 4 deliveries").hasValue(4);
  }

  private List<DeadLetter> awaitDeadLetters(int count) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      List<DeadLetter> letters = queue.deadLetters();
      if (letters.size() >= count) {
        return letters;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no " + count + " dead letters within 10 s");
  }

  @Test
  void aDeadLetterThatRestedBeforeIsOfItsLaneStill() throws Exception {
    queue.publish(new Route.Later(OTHER, 0), message("poison")).await();
    BlockingQueue<Delivery> taken = take(OTHER, 1);

    for (int i = 0; i <= 3; i++) {
      next(taken).reject();
    }

    assertThat(awaitDeadLetters(1)).extracting(DeadLetter::lane).containsExactly("other");
  }

  @Test
  void neverMoreThanTheSlotsAreOut() throws Exception {
    for (int i = 0; i < 6; i++) {
      send(LANE, "m" + i);
    }
    BlockingQueue<Delivery> taken = take(LANE, 2);

    Delivery first = next(taken);
    Delivery second = next(taken);

    assertThat(taken.poll(700, TimeUnit.MILLISECONDS)).as("a third, with two slots").isNull();
    first.ack();
    Delivery third = next(taken);
    assertThat(Set.of(text(first.message()), text(second.message()), text(third.message())))
        .hasSize(3);
    second.ack();
    third.ack();
  }

  @Test
  void aMessageSentForLaterComesBackToItsLaneAfterItsRest() throws Exception {
    BlockingQueue<Delivery> taken = take(OTHER, 1);
    long sent = System.nanoTime();

    queue.publish(new Route.Later(OTHER, 0), message("later")).await();

    Delivery delivery = next(taken);
    assertThat(Duration.ofNanos(System.nanoTime() - sent))
        .isGreaterThanOrEqualTo(Duration.ofMillis(250));
    assertThat(delivery.lane()).isEqualTo(OTHER);
    assertThat(delivery.count()).isEqualTo(1);
    delivery.ack();
  }

  @Test
  void aMessageMayGoThroughTheLadderManyTimes() throws Exception {
    BlockingQueue<Delivery> taken = take(LANE, 1);
    send(LANE, "round");

    for (int round = 0; round < 4; round++) {
      Delivery delivery = next(taken);
      Message again = delivery.message().withHeader("x-patchwork-round", Integer.toString(round));
      queue.publish(new Route.Later(LANE, 0), again).await();
      delivery.ack();
    }

    Delivery last = next(taken);
    assertThat(last.message().headers()).containsEntry("x-patchwork-round", "3");
    last.ack();
  }

  @Test
  void aShortRestIsNotHeldUpByALongOne() throws Exception {
    BlockingQueue<Delivery> taken = take(LANE, 2);

    queue.publish(new Route.Later(LANE, 1), message("long")).await();
    queue.publish(new Route.Later(LANE, 0), message("short")).await();

    Delivery first = next(taken);
    assertThat(text(first.message())).isEqualTo("short");
    first.ack();
    next(taken).ack();
  }

  @Test
  void aMessageForNoLaneIsUnroutable() {
    Lane nowhere = new Lane("nowhere", Lane.Exchange.JOBS);

    assertThatThrownBy(() -> queue.publish(new Route.ToLane(nowhere), message("lost")).await())
        .isInstanceOf(Unroutable.class);
  }

  @Test
  void settlingTwiceIsRefusedAndHarmsNobody() throws Exception {
    send(LANE, "a");
    send(LANE, "b");
    BlockingQueue<Delivery> taken = take(LANE, 1);
    Delivery first = next(taken);

    first.ack();

    assertThatThrownBy(first::ack).isInstanceOf(LeaseLost.class);
    Delivery second = next(taken);
    assertThat(text(second.message())).isEqualTo("b");
    second.ack();
  }

  @Test
  void severalConsumersShareALaneWithoutDoubling() throws Exception {
    int count = 60;
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<String> doubled = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(count);
    for (int consumer = 0; consumer < 3; consumer++) {
      queue.consume(
          LANE,
          4,
          delivery -> {
            if (!seen.add(text(delivery.message()))) {
              doubled.add(text(delivery.message()));
            }
            delivery.ack();
            all.countDown();
          });
    }

    for (int i = 0; i < count; i++) {
      send(LANE, "m" + i);
    }

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(doubled).isEmpty();
    assertThat(seen).hasSize(count);
  }

  @Test
  void afterASubscriptionIsClosedNothingMoreIsHandedOut() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Subscription subscription =
        queue.consume(
            LANE,
            1,
            delivery -> {
              seen.add(text(delivery.message()));
              delivery.ack();
            });
    send(LANE, "before");
    assertThat(next(seen)).isEqualTo("before");

    subscription.close();
    send(LANE, "after");

    assertThat(seen.poll(500, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void anEventIsConfirmedThoughNobodyListens() throws Exception {
    queue.publish(new Route.Event("completed.ingest.x"), message("event")).await();
  }

  @Test
  void eventsReachWhoeverListensToTheirKey() throws Exception {
    BlockingQueue<String> one = new LinkedBlockingQueue<>();
    BlockingQueue<String> all = new LinkedBlockingQueue<>();
    queue.subscribeEvents("*.*.job1", event -> one.add(text(event)));
    queue.subscribeEvents("#", event -> all.add(text(event)));

    queue.publish(new Route.Event("started.ingest.job2"), message("2")).await();
    queue.publish(new Route.Event("started.ingest.job1"), message("1")).await();
    queue.publishUnconfirmed(new Route.Event("progressed.ingest.job1"), message("1+"));

    assertThat(List.of(next(one), next(one))).containsExactly("1", "1+");
    assertThat(List.of(next(all), next(all), next(all))).containsExactly("2", "1", "1+");
  }

  @Test
  void theEventLogIsReplayedAndGoesOn() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    for (int i = 0; i < 3; i++) {
      queue.publish(new Route.Event("started.ingest.job"), message("earlier " + i)).await();
    }
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    AtomicReference<LogStart.After> place = new AtomicReference<>();
    Subscription replay =
        queue.replayEvents(
            new LogStart.Since(before),
            event -> {
              place.set(event.place());
              seen.add(text(event.message()));
            });
    queue.publish(new Route.Event("completed.ingest.job"), message("later")).await();

    assertThat(List.of(next(seen), next(seen), next(seen), next(seen)))
        .containsExactly("earlier 0", "earlier 1", "earlier 2", "later");

    replay.close();
    queue.publish(new Route.Event("completed.ingest.job"), message("missed")).await();
    assertThat(seen.poll(300, TimeUnit.MILLISECONDS)).isNull();

    // Another reader goes on behind it.
    queue.replayEvents(place.get(), event -> seen.add(text(event.message())));
    assertThat(next(seen)).isEqualTo("missed");
    assertThat(place.get().sent()).isAfter(before);
  }

  @Test
  void inTheLogOfAnotherBrokerReadingGoesOnByTime() throws Exception {
    for (int i = 0; i < 3; i++) {
      queue.publish(new Route.Event("started.ingest.job"), message("event " + i)).await();
    }
    Instant sent = Instant.now();

    for (LogStart.After elsewhere :
        List.of(
            new LogStart.After(1, "an event of another log", sent),
            new LogStart.After(100_000, "far behind the end of this one", sent))) {
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      Subscription reading =
          queue.replayEvents(elsewhere, event -> seen.add(text(event.message())));
      assertThat(List.of(next(seen), next(seen), next(seen)))
          .containsExactly("event 0", "event 1", "event 2");
      reading.close();
    }
  }

  @Test
  void everybodyHearsWhatIsSaidToAll() throws Exception {
    BlockingQueue<String> one = new LinkedBlockingQueue<>();
    BlockingQueue<String> two = new LinkedBlockingQueue<>();
    queue.subscribeBroadcasts(word -> one.add(text(word)));
    queue.subscribeBroadcasts(word -> two.add(text(word)));

    queue.publish(new Route.Control(), message("stop")).await();

    assertThat(next(one)).isEqualTo("stop");
    assertThat(next(two)).isEqualTo("stop");
  }

  @Test
  void whoAsksAllIsAnsweredByEach() throws Exception {
    for (String name : List.of("one", "two")) {
      queue.subscribeBroadcasts(question -> {
        String address = text(question).substring("who? ".length());
        var _ = queue.publish(new Route.Answer(address), message(name));
      });
    }

    List<Message> answers =
        queue.ask(address -> message("who? " + address), Duration.ofMillis(500));

    assertThat(answers).extracting(JobQueueContract::text).containsExactlyInAnyOrder("one", "two");
    // Who comes too late tells nobody, and nothing breaks.
    queue.publish(new Route.Answer("amq.gen-of-nobody"), message("late")).await();
  }

  @Test
  void lookingAtDeadLettersLeavesThemWhereTheyAre() throws Exception {
    for (int i = 0; i < 3; i++) {
      queue
          .publish(new Route.Dead(), message("dead" + i).withHeader(JobQueue.LANE, "lane"))
          .await();
    }

    for (int look = 0; look < 8; look++) {
      assertThat(awaitDeadLetters(3))
          .extracting(letter -> text(letter.message()))
          .containsExactlyInAnyOrder("dead0", "dead1", "dead2");
    }
  }

  @Test
  void onlyTheDeadLettersThatWereDealtWithAreGone() throws Exception {
    for (int i = 0; i < 3; i++) {
      queue
          .publish(new Route.Dead(), message("dead" + i).withHeader(JobQueue.LANE, "other"))
          .await();
    }
    awaitDeadLetters(3);

    queue.resolveDeadLetters(letter -> text(letter.message()).equals("dead1"));

    assertThat(awaitDeadLetters(2))
        .allMatch(letter -> letter.lane().equals("other"))
        .extracting(letter -> text(letter.message()))
        .containsExactlyInAnyOrder("dead0", "dead2");
  }

  @Test
  void deadLettersAreToldInTheirOrderHoweverOftenTheyAreLookedAt() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sent.add("dead" + i);
      queue.publish(new Route.Dead(), message("dead" + i)).await();
    }
    var _ = awaitDeadLetters(40);

    for (int look = 0; look < 3; look++) {
      assertThat(queue.deadLetters())
          .extracting(letter -> text(letter.message()))
          .containsExactlyElementsOf(sent);
    }
  }
}
