package io.patchwork.worker.faults;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** All events of a cluster, read from its stream at the end: none is missed while a broker dies. */
final class EventLog {

  private static final int PREFETCH = 500;

  /** Silence of the stream after which it has been read. */
  private static final long SILENCE_MILLIS = 3000;

  private final Map<String, Set<String>> bodies = new LinkedHashMap<>();
  private final Map<String, List<JobEvent>> ofJob = new LinkedHashMap<>();
  private int received;

  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  private record Told(String id, byte[] body) {}

  private EventLog() {}

  static EventLog read(URI broker, String prefix) throws Exception {
    LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.toString());
    EventLog log = new EventLog();
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.basicQos(PREFETCH);
      var _ =
          channel.basicConsume(
              prefix + ".events.log",
              false,
              Map.of("x-stream-offset", "first"),
              (tag, delivery) -> {
                told.add(new Told(delivery.getProperties().getMessageId(), delivery.getBody()));
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
              },
              tag -> {});
      for (Told event = told.poll(30, TimeUnit.SECONDS);
          event != null;
          event = told.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        log.add(event);
      }
    }
    return log;
  }

  private void add(Told told) throws InvalidMessage {
    received++;
    bodies.computeIfAbsent(told.id, id -> new LinkedHashSet<>()).add(Sha256.of(told.body).hex());
    JobEvent event = MessageCodec.readEvent(told.body).event();
    ofJob.computeIfAbsent(event.job().id().value(), id -> new ArrayList<>()).add(event);
  }

  int received() {
    return received;
  }

  int ids() {
    return bodies.size();
  }

  /** The ids under which more than one body was told. */
  List<String> idsOfManyBodies() {
    return bodies.entrySet().stream()
        .filter(each -> each.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The distinct ends of a job. */
  Set<JobEvent> ends(String job) {
    Set<JobEvent> ends = new LinkedHashSet<>();
    ofJob.getOrDefault(job, List.of()).stream()
        .filter(JobEvent.Terminal.class::isInstance)
        .forEach(ends::add);
    return ends;
  }

  /** The one end of a job. */
  JobEvent onlyEnd(String job) {
    Set<JobEvent> ends = ends(job);
    if (ends.size() != 1) {
      throw new AssertionError(job + " has the ends " + ends);
    }
    return ends.iterator().next();
  }

  /** How often a job was started. */
  long starts(String job) {
    return ofJob.getOrDefault(job, List.of()).stream()
        .filter(JobEvent.Started.class::isInstance)
        .count();
  }
}
