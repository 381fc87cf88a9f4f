package io.patchwork.schema.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.job.JobKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The AsyncAPI document is one, and speaks of the messages that there are. */
final class AsyncApiTest {

  /** A store's notification, a dead letter as it came, and what workers tell each other. */
  private static final Set<String> NO_CLOUD_EVENTS =
      Set.of("s3-event-notification", "dead-letter", "cancel", "evict", "roll-call");

  private static JsonNode document() throws IOException {
    try (InputStream in = resource("/io/patchwork/schema/asyncapi.yaml")) {
      return new YAMLMapper().readTree(in);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(AsyncApiTest.class.getResourceAsStream(name));
  }

  @Test
  void theDocumentIsAsyncApi3() throws Exception {
    try (InputStream schema = resource("/asyncapi/asyncapi-3.0.0.schema.json")) {
      var errors =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(schema)
              .validate(document().toString(), InputFormat.JSON);

      assertThat(errors).isEmpty();
    }
  }

  @Test
  void everyMessageTypeIsListedAndNoOther() throws Exception {
    Set<String> types =
        Stream.concat(
                Arrays.stream(JobKind.values()).map(JobKind::type),
                Arrays.stream(EventKind.values()).map(EventKind::type))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = new TreeSet<>();
    document()
        .at("/components/messages")
        .forEach(message -> listed.add(message.path("name").asString()));
    listed.removeAll(NO_CLOUD_EVENTS);

    assertThat(listed).isEqualTo(types);
  }

  @Test
  void everyMessageGoesThroughAChannel() throws Exception {
    Set<String> listed = new TreeSet<>(document().at("/components/messages").propertyNames());
    Set<String> sent = new TreeSet<>();
    document()
        .at("/channels")
        .forEach(channel -> sent.addAll(channel.path("messages").propertyNames()));

    assertThat(sent).isEqualTo(listed);
  }

  @Test
  void everyExampleIsAMessagesExample() throws Exception {
    Set<String> listed = new TreeSet<>();
    document()
        .at("/components/messages")
        .forEach(message ->
            message
                .path("examples")
                .forEach(example -> listed.add(example.at("/payload/$ref").asString(""))));
    listed.remove("");

    assertThat(listed)
        .isEqualTo(
            ContractTest.validExamples().stream()
                .map(file -> "./examples/" + file.getFileName())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void routingKeysOfEventsNameEveryKind() throws Exception {
    assertThat(parameter("event"))
        .isEqualTo(
            Arrays.stream(EventKind.values())
                .map(EventKind::wireName)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(parameter("kind"))
        .isEqualTo(
            Stream.concat(
                    Arrays.stream(JobKind.values()).map(JobKind::wireName), Stream.of("unread"))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> parameter(String name) throws IOException {
    Set<String> values = new TreeSet<>();
    document()
        .at("/channels/events/parameters/" + name + "/enum")
        .forEach(value -> values.add(value.asString()));
    return values;
  }
}
