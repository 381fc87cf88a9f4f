package io.patchwork.schema.wire;

import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.JobKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Encodes and decodes messages. Thread-safe. */
public final class MessageCodec {

  /** Largest message in bytes; media and timelines are passed as store URIs. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final String JOB_TYPES = "io.patchwork.job.";
  private static final Set<String> ATTRIBUTES =
      Set.of("id", "source", "type", "time", "subject", "traceparent");

  /** The largest CloudEvents subject that we send on. */
  private static final int MAX_SUBJECT = 512;

  private MessageCodec() {}

  /**
   * Reads a job of a known kind and version.
   *
   * @throws InvalidMessage with every violation at once
   */
  public static JobMessage readJob(byte[] body) throws InvalidMessage {
    JsonNode document = parse(body);
    List<Violation> violations = new ArrayList<>(Schemas.violations("envelope.v1", document, ""));
    String type = document.path("type").asString("");
    Optional<JobKind> kind = JobKind.ofType(type);
    JobRef ref = ref(document, kind.orElse(null));
    @Nullable Instant sent = sent(document);
    if (kind.isEmpty()) {
      violations.add(unknownType(type));
      throw new InvalidMessage(codeOf(type), violations, ref, sent);
    }
    JsonNode data = document.path("data");
    violations.addAll(Schemas.violations("job." + kind.get().wireName() + ".v1", data, "/data"));
    if (!violations.isEmpty()) {
      throw new InvalidMessage(FailureCode.MALFORMED_MESSAGE, violations, ref, sent);
    }
    return new JobMessage(
        envelope(document),
        decode(data, Job.record(kind.get()), ref, sent),
        Sha256.of(Json.canonical(data)));
  }

  /**
   * Reads an event.
   *
   * @throws InvalidMessage with every violation at once
   */
  public static EventMessage readEvent(byte[] body) throws InvalidMessage {
    JsonNode document = parse(body);
    List<Violation> violations = new ArrayList<>(Schemas.violations("envelope.v1", document, ""));
    String type = document.path("type").asString("");
    Optional<EventKind> kind = EventKind.ofType(type);
    if (kind.isEmpty()) {
      violations.add(unknownType(type));
      throw new InvalidMessage(FailureCode.MALFORMED_MESSAGE, violations, null, null);
    }
    JsonNode data = document.path("data");
    violations.addAll(Schemas.violations("event." + kind.get().wireName() + ".v1", data, "/data"));
    if (!violations.isEmpty()) {
      throw new InvalidMessage(FailureCode.MALFORMED_MESSAGE, violations, null, null);
    }
    return new EventMessage(
        envelope(document), decode(data, JobEvent.record(kind.get()), null, null));
  }

  public static byte[] write(Envelope envelope, Job job) {
    return write(envelope, job.kind().type(), job);
  }

  public static byte[] write(Envelope envelope, JobEvent event) {
    return write(envelope, event.kind().type(), event);
  }

  private static byte[] write(Envelope envelope, String type, Object data) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("specversion", "1.0");
    document.put("id", envelope.id().value());
    document.put("source", envelope.source());
    document.put("type", type);
    if (envelope.subject() != null) {
      document.put("subject", envelope.subject());
    }
    document.put("time", envelope.time().toString());
    if (envelope.traceparent() != null) {
      document.put("traceparent", envelope.traceparent());
    }
    if (envelope.account() != null) {
      document.put("account", envelope.account());
    }
    document.put("datacontenttype", "application/json");
    document.set("data", Json.MAPPER.valueToTree(data));
    return Json.bytes(document);
  }

  private static JsonNode parse(byte[] body) throws InvalidMessage {
    if (body.length > MAX_BYTES) {
      ObjectNode attributes = attributes(body);
      throw new InvalidMessage(
          FailureCode.MESSAGE_TOO_LARGE,
          List.of(
              new Violation("", "the message has " + body.length + " bytes; at most " + MAX_BYTES)),
          ref(attributes, JobKind.ofType(attributes.path("type").asString("")).orElse(null)),
          sent(attributes));
    }
    try {
      JsonNode document = Json.tree(body);
      if (document != null && document.isObject()) {
        return document;
      }
      throw malformed("a message is a JSON object", null, null);
    } catch (JacksonException e) {
      throw malformed("not JSON: " + e.getOriginalMessage(), null, null);
    }
  }

  /**
   * The attributes of a message that is too large to be read, as far as it is JSON: its payload is
   * skipped, not kept.
   */
  private static ObjectNode attributes(byte[] body) {
    ObjectNode attributes = Json.MAPPER.createObjectNode();
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          if (parser.nextToken() == JsonToken.VALUE_STRING && ATTRIBUTES.contains(name)) {
            attributes.put(name, parser.getString());
          }
          parser.skipChildren();
        }
      }
    } catch (JacksonException notJson) {
      // What was read before still says whose message it is.
      return attributes;
    }
    return attributes;
  }

  private static <T> T decode(
      JsonNode data, Class<? extends T> type, @Nullable JobRef ref, @Nullable Instant sent)
      throws InvalidMessage {
    try {
      return Json.MAPPER.treeToValue(data, type);
    } catch (JacksonException e) {
      throw malformed(e.getOriginalMessage(), ref, sent);
    }
  }

  private static InvalidMessage malformed(
      String message, @Nullable JobRef ref, @Nullable Instant sent) {
    return new InvalidMessage(
        FailureCode.MALFORMED_MESSAGE, List.of(new Violation("", message)), ref, sent);
  }

  private static Envelope envelope(JsonNode document) {
    return new Envelope(
        new JobId(document.path("id").asString()),
        document.path("source").asString(),
        optional(document, "subject"),
        OffsetDateTime.parse(document.path("time").asString()).toInstant(),
        optional(document, "traceparent"),
        optional(document, "account"));
  }

  private static @Nullable String optional(JsonNode document, String field) {
    JsonNode node = document.path(field);
    return node.isString() ? node.asString() : null;
  }

  private static @Nullable JobRef ref(JsonNode document, @Nullable JobKind kind) {
    String id = document.path("id").asString("");
    String source = document.path("source").asString("");
    if (!JobId.isValid(id) || source.isEmpty()) {
      return null;
    }
    return new JobRef(
        new JobId(id), source, kind, subject(document), null, traceparent(document), null);
  }

  private static @Nullable String subject(JsonNode document) {
    String subject = optional(document, "subject");
    return subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT ? null : subject;
  }

  private static @Nullable String traceparent(JsonNode document) {
    String traceparent = optional(document, "traceparent");
    return traceparent != null && Envelope.isTraceparent(traceparent) ? traceparent : null;
  }

  private static @Nullable Instant sent(JsonNode document) {
    try {
      return OffsetDateTime.parse(document.path("time").asString("")).toInstant();
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  private static FailureCode codeOf(String type) {
    boolean isOurs =
        java.util.Arrays.stream(JobKind.values())
            .anyMatch(kind ->
                type.matches(
                    java.util.regex.Pattern.quote(JOB_TYPES + kind.wireName()) + "\\.v[0-9]+"));
    return isOurs ? FailureCode.UNKNOWN_VERSION : FailureCode.MALFORMED_MESSAGE;
  }

  private static Violation unknownType(String type) {
    return new Violation("/type", "no such message type here: " + type);
  }
}
