package io.patchwork.worker.ingest;

import io.patchwork.schema.wire.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An object of a bucket that was created, as a store notifies of it.
 *
 * @param keys what its key may be, the likeliest first: some stores write it as in a form ({@code
 *     +} for a space, {@code %xx}), others as it is
 * @param etag absent if the store does not say it
 * @param sequencer orders notifications of one key; absent if the store does not say it
 * @param created when; absent if the store does not say it
 */
record ObjectCreated(
    String bucket,
    List<String> keys,
    @Nullable String etag,
    @Nullable String sequencer,
    @Nullable Instant created) {

  ObjectCreated {
    keys = List.copyOf(keys);
  }

  /**
   * Reads a notification: the {@code Records} of S3 event notifications (AWS, MinIO, Ceph), the
   * same wrapped by SNS, or EventBridge's form of them. What tells of other events than created
   * objects gives none.
   *
   * @throws IllegalArgumentException with a sentence, if it is none of these
   */
  static List<ObjectCreated> read(JsonNode document) {
    if (document.path("Records").isArray()) {
      return records(document.path("Records"));
    }
    if (document.path("Event").asString("").equals("s3:TestEvent")) {
      return List.of();
    }
    if (document.path("Type").isString() && document.path("TopicArn").isString()) {
      return wrapped(document);
    }
    if (document.path("detail-type").isString()) {
      return event(document);
    }
    throw new IllegalArgumentException(
        "This is no notification of S3, SNS or EventBridge: it has neither Records, nor Type and"
            + " TopicArn, nor detail-type.");
  }

  private static List<ObjectCreated> records(JsonNode records) {
    List<ObjectCreated> created = new ArrayList<>();
    for (JsonNode entry : records) {
      String event = entry.path("eventName").asString("").replaceFirst("^s3:", "");
      if (event.startsWith("ObjectCreated:")) {
        JsonNode object = entry.path("s3").path("object");
        String key = object.path("key").asString("");
        created.add(
            new ObjectCreated(
                entry.path("s3").path("bucket").path("name").asString(""),
                decoded(key),
                text(object, "eTag"),
                text(object, "sequencer"),
                time(entry, "eventTime")));
      }
    }
    return created;
  }

  /** The key of a form, and as it stands; only that where it is no form. */
  private static List<String> decoded(String key) {
    try {
      String decoded = URLDecoder.decode(key, StandardCharsets.UTF_8);
      return decoded.equals(key) ? List.of(key) : List.of(decoded, key);
    } catch (IllegalArgumentException notEncoded) {
      return List.of(key);
    }
  }

  /** What SNS wraps; it keeps the document as text. */
  private static List<ObjectCreated> wrapped(JsonNode document) {
    String type = document.path("Type").asString();
    if (!type.equals("Notification")) {
      throw new IllegalArgumentException(
          "This is SNS' "
              + type
              + ", no notification; confirm the subscription at its SubscribeURL.");
    }
    try {
      JsonNode message =
          Json.tree(document.path("Message").asString("").getBytes(StandardCharsets.UTF_8));
      if (message.path("Type").isString()) {
        throw new IllegalArgumentException("SNS wraps a message of SNS.");
      }
      return read(message);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("The Message that SNS wraps is no JSON.", e);
    }
  }

  private static List<ObjectCreated> event(JsonNode document) {
    JsonNode detail = document.path("detail");
    JsonNode object = detail.path("object");
    if (!document.path("source").asString("").equals("aws.s3")
        || !document.path("detail-type").asString("").equals("Object Created")) {
      return List.of();
    }
    return List.of(
        new ObjectCreated(
            detail.path("bucket").path("name").asString(""),
            List.of(object.path("key").asString("")),
            text(object, "etag"),
            text(object, "sequencer"),
            time(document, "time")));
  }

  private static @Nullable String text(JsonNode object, String field) {
    String value = object.path(field).asString("");
    return value.isEmpty() ? null : value;
  }

  private static @Nullable Instant time(JsonNode node, String field) {
    try {
      return Instant.parse(node.path(field).asString(""));
    } catch (DateTimeParseException noTime) {
      return null;
    }
  }
}
