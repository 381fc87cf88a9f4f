package io.patchwork.worker.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which stores notify of an upload. */
final class ObjectCreatedTest {

  private static final String RECORDS =
      """
      {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"2026-11-28T10:00:00.000Z",
       "eventName":"%s","s3":{"bucket":{"name":"media","arn":"arn:aws:s3:::media"},
       "object":{"key":"%s","size":3,"eTag":"abc","sequencer":"0055"}}}]}
      """;

  private static List<ObjectCreated> read(String document) {
    return ObjectCreated.read(Json.tree(document.getBytes(StandardCharsets.UTF_8)));
  }

  private static ObjectCreated only(String document) {
    assertThat(read(document)).hasSize(1);
    return read(document).getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ObjectCreated:Put", // AWS, Ceph
        "s3:ObjectCreated:CompleteMultipartUpload", // MinIO
        "ObjectCreated:Post"
      })
  void recordsOfS3(String event) {
    ObjectCreated created = only(RECORDS.formatted(event, "uploads/bo/x/a.png"));

    assertThat(created)
        .isEqualTo(
            new ObjectCreated(
                "media",
                List.of("uploads/bo/x/a.png"),
                "abc",
                "0055",
                Instant.parse("2026-11-28T10:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uploads/bo/x/my+photo.png | uploads/bo/x/my photo.png | uploads/bo/x/my+photo.png",
        "uploads/bo/x/my%20photo.png | uploads/bo/x/my photo.png | uploads/bo/x/my%20photo.png",
        "uploads/bo/x/a%2Bb.png | uploads/bo/x/a+b.png | uploads/bo/x/a%2Bb.png",
        "uploads%2Fbo%2Fx%2Fa.png | uploads/bo/x/a.png | uploads%2Fbo%2Fx%2Fa.png",
        "uploads/bo/x/100%25.png | uploads/bo/x/100%.png | uploads/bo/x/100%25.png",
        "uploads/bo/x/%F0%9F%8E%AC.mp4 | uploads/bo/x/🎬.mp4 | uploads/bo/x/%F0%9F%8E%AC.mp4",
        "uploads/bo/x/100%.png | uploads/bo/x/100%.png |",
        "uploads/bo/x/my photo.png | uploads/bo/x/my photo.png |",
      })
  void keysAsInAFormAndAsTheyAre(String told, String likeliest, String other) {
    assertThat(only(RECORDS.formatted("ObjectCreated:Put", told)).keys())
        .isEqualTo(other == null ? List.of(likeliest) : List.of(likeliest, other));
  }

  @Test
  void recordsWrappedBySns() {
    String inside = RECORDS.formatted("ObjectCreated:Put", "uploads/bo/x/a.png");
    String document =
        Json.text(
            Map.of(
                "Type",
                "Notification",
                "MessageId",
                "1",
                "TopicArn",
                "arn:aws:sns:eu-central-1:1:uploads",
                "Message",
                inside));

    assertThat(only(document)).isEqualTo(only(inside));
  }

  @Test
  void theFormOfEventBridge() {
    ObjectCreated created =
        only(
            """
            {"version":"0","id":"17","detail-type":"Object Created","source":"aws.s3",
             "time":"2026-11-28T10:00:00Z","region":"eu-central-1",
             "detail":{"version":"0","bucket":{"name":"media"},
              "object":{"key":"uploads/bo/x/a+b 100%.png","size":3,"etag":"abc","sequencer":"0055"},
              "reason":"PutObject"}}
            """);

    assertThat(created)
        .isEqualTo(
            new ObjectCreated(
                "media",
                List.of("uploads/bo/x/a+b 100%.png"),
                "abc",
                "0055",
                Instant.parse("2026-11-28T10:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"media\"}",
        "{\"Records\":[{\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{}}]}",
        "{\"detail-type\":\"Object Deleted\",\"source\":\"aws.s3\",\"detail\":{}}",
        "{\"detail-type\":\"Object Created\",\"source\":\"somebody\",\"detail\":{}}",
        "{\"Records\":[]}"
      })
  void otherEventsAreNoUploads(String document) {
    assertThat(read(document)).isEmpty();
  }

  @Test
  void whatIsNoNotificationIsNamed() {
    assertThatThrownBy(() -> read("{\"a\":1}")).hasMessageContaining("neither Records");
    assertThatThrownBy(() -> read("{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:x\"}"))
        .hasMessageContaining("confirm the subscription");
    assertThatThrownBy(
            () -> read("{\"Type\":\"Notification\",\"TopicArn\":\"arn:x\",\"Message\":\"hello\"}"))
        .hasMessageContaining("no JSON");
  }
}
