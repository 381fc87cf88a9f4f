package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.config.Environment;
import io.patchwork.schema.wire.Json;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerConfigTest {

  @Test
  void everythingWrongIsToldAtOnceWithItsVariable() {
    Environment env =
        new Environment(
            Map.of(
                "PATCHWORK_STORE",
                "ftp://x/y",
                "PATCHWORK_SLOTS",
                "many",
                "PATCHWORK_RETRY_DELAYS",
                "soon",
                "PATCHWORK_SANDBOX",
                "maybe",
                "PATCHWORK_SOURCES",
                "http://example.org",
                "PATCHWORK_UPLOAD_KEYS",
                "uploads/{name}",
                "PATCHWORK_TRUST_METADATA",
                "yes",
                "PATCHWORK_DEADLIN",
                "5m",
                "PATCHWORK_ADMIN_ADDRESS",
                "no.such.place.invalid",
                "PATCHWORK_LANES",
                "bulk, express"));

    ConfigurationException wrong =
        catchThrowableOfType(ConfigurationException.class, () -> WorkerConfig.cluster(env));

    for (String variable :
        List.of(
            "PATCHWORK_AMQP_URL",
            "PATCHWORK_STORE",
            "PATCHWORK_SLOTS",
            "PATCHWORK_RETRY_DELAYS",
            "PATCHWORK_SANDBOX",
            "PATCHWORK_SOURCES",
            "PATCHWORK_UPLOAD_KEYS",
            "PATCHWORK_TRUST_METADATA is \"yes\"; it can be true or false.",
            "PATCHWORK_DEADLIN is no setting; did you mean PATCHWORK_DEADLINE?",
            "PATCHWORK_ADMIN_ADDRESS",
            "PATCHWORK_LANES has \"express\"; the lanes are")) {
      assertThat(wrong.problems()).anyMatch(problem -> problem.startsWith(variable));
    }
    assertThat(wrong.problems()).hasSize(11);
  }

  @Test
  void aSecretMayStandInAFile(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("amqp"), "amqp://me:secret@broker\n");
    Environment env =
        new Environment(
            Map.of("PATCHWORK_AMQP_URL_FILE", file.toString(), "PATCHWORK_STORE", "s3://bucket"));
    Environment gone =
        new Environment(
            Map.of(
                "PATCHWORK_AMQP_URL_FILE",
                temp.resolve("gone").toString(),
                "PATCHWORK_STORE",
                "s3://bucket"));
    Environment wrong =
        new Environment(
            Map.of("PATCHWORK_AMQP_URL", "amqp://me:secret@bro ker", "PATCHWORK_STORE", "s3://b"));

    assertThat(WorkerConfig.cluster(env).broker().orElseThrow().uri())
        .isEqualTo(URI.create("amqp://me:secret@broker"));
    assertThat(
            catchThrowableOfType(ConfigurationException.class, () -> WorkerConfig.cluster(wrong)))
        .hasMessageNotContaining("secret");
    assertThat(
            catchThrowableOfType(ConfigurationException.class, () -> WorkerConfig.cluster(gone))
                .problems())
        .singleElement()
        .asString()
        .startsWith("PATCHWORK_AMQP_URL_FILE names a file that cannot be read");
  }

  @Test
  void oneMachineNeedsNoSettings() {
    WorkerConfig config = WorkerConfig.local(new Environment(Map.of()), Path.of("here"));

    assertThat(config.broker()).isEmpty();
    assertThat(config.store().toString()).startsWith("file:///").endsWith("/here");
    assertThat(config.sandbox()).isEqualTo(WorkerConfig.Sandboxing.PREFERRED);
    assertThat(config.retryDelays()).hasSize(4);
    assertThat(config.jobDeadline()).isLessThan(Duration.ofMinutes(30));
  }

  @Test
  void aClusterInsistsOnTheSandboxUnlessToldOtherwise() {
    Map<String, String> settings =
        Map.of("PATCHWORK_AMQP_URL", "amqp://h", "PATCHWORK_STORE", "s3://bucket/prefix");

    assertThat(WorkerConfig.cluster(new Environment(settings)).sandbox())
        .isEqualTo(WorkerConfig.Sandboxing.REQUIRED);
  }

  @Test
  void settingsCanBeHandedToAnotherProcess(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("x"), "amqps://me:secret@broker");
    WorkerConfig config =
        WorkerConfig.cluster(
            new Environment(
                Map.of(
                    "PATCHWORK_AMQP_URL_FILE",
                    file.toString(),
                    "PATCHWORK_CA",
                    file.toString(),
                    "PATCHWORK_STORE",
                    "s3://bucket",
                    "PATCHWORK_ADMIN_ADDRESS",
                    "localhost",
                    "PATCHWORK_LOG_FORMAT",
                    "json",
                    // Of a service of that name in Kubernetes.
                    "PATCHWORK_RABBITMQ_SERVICE_HOST",
                    "10.0.0.1",
                    "PATCHWORK_RABBITMQ_PORT_5672_TCP_ADDR",
                    "10.0.0.1",
                    "PATCHWORK_RABBITMQ_PORT",
                    "tcp://10.0.0.1:5672")));
    WorkerConfig plain = WorkerConfig.local(new Environment(Map.of()), temp);

    for (WorkerConfig each : List.of(config, plain)) {
      assertThat(Json.read(Json.bytes(each), WorkerConfig.class)).hasToString(each.toString());
    }
  }
}
