package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.testing.TestAuthority;
import io.patchwork.common.testing.TestServices;
import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor names what is wrong with a machine or its services, and the cure of each. */
@Timeout(120)
final class DoctorIT {

  @TempDir Path temp;
  private RealCluster cluster;

  private record Finding(String what, boolean works, String says, String todo) {}

  /** What the doctor found, and how it ended. */
  private record Diagnosis(int exit, Map<String, Finding> findings) {
    Finding of(String what) {
      return Optional.ofNullable(findings.get(what))
          .orElseThrow(() -> new AssertionError(what + " is not among " + findings));
    }

    void isSick(String what, String says, String todo) {
      Finding finding = of(what);
      assertThat(finding.works).as(what).isFalse();
      assertThat(finding.says).as(what).contains(says);
      assertThat(finding.todo).as(finding.toString()).contains(todo);
      assertThat(exit).isEqualTo(1);
    }
  }

  @BeforeEach
  void open() {
    cluster = new RealCluster(temp);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private Diagnosis diagnosis(Map<String, String> others) throws Exception {
    return diagnosis(others, WorkerProcess.patchwork("doctor", "--json"));
  }

  private Diagnosis diagnosis(Map<String, String> others, List<String> command) throws Exception {
    WorkerProcess.Said said =
        WorkerProcess.say(temp.resolve("doctor"), cluster.settings(others), command);
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (String line : said.out().lines().toList()) {
      Finding finding = Json.read(line.getBytes(StandardCharsets.UTF_8), Finding.class);
      findings.put(finding.what, finding);
    }
    assertThat(findings).as(said.toString()).isNotEmpty();
    return new Diagnosis(said.exit(), findings);
  }

  @Test
  void allIsWellWhereAllIsThere() throws Exception {
    Diagnosis diagnosis = diagnosis(Map.of());

    assertThat(diagnosis.findings.keySet())
        .containsExactly(
            "JDK", "FFmpeg", "sandbox", "fonts", "memory", "disk", "store", "clock", "broker",
            "manager");
    // Unless this machine was found to allow no box.
    boolean areBoxesMade = System.getenv("PATCHWORK_SANDBOX") == null;
    assertThat(diagnosis.findings.values())
        .allMatch(finding -> finding.works || (!areBoxesMade && finding.what.equals("sandbox")));
    assertThat(diagnosis.exit).isEqualTo(areBoxesMade ? 0 : 1);
    // It leaves nothing in the bucket.
    assertThat(cluster.keys("")).isEmpty();
  }

  @Test
  void eachFaultIsNamedBesideTheOthers() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> faults = new HashMap<>();
      faults.put("PATCHWORK_DIR", "/proc/patchwork");
      faults.put("PATCHWORK_ADMIN_PORT", Integer.toString(taken.getLocalPort()));
      faults.put("PATCHWORK_AMQP_URL", "amqp://127.0.0.1:" + TestServices.freePort());
      faults.put("AWS_SECRET_ACCESS_KEY", "of another");
      // Where no bwrap is found.
      faults.put("PATH", temp.toString());

      Diagnosis diagnosis = diagnosis(faults);

      diagnosis.isSick("disk", "/proc/patchwork", "PATCHWORK_DIR");
      diagnosis.isSick("port", taken.getLocalPort() + "", "PATCHWORK_ADMIN_PORT");
      diagnosis.isSick("broker", "127.0.0.1", "PATCHWORK_AMQP_URL");
      diagnosis.isSick("store", "403", "s3:ListBucket");
      diagnosis.isSick("sandbox", "bubblewrap", "PATCHWORK_SANDBOX=");
    }
  }

  @Test
  void aStoreThatIsAwayIsNamed() throws Exception {
    String endpoint = "http://127.0.0.1:" + TestServices.freePort();

    diagnosis(Map.of("PATCHWORK_S3_ENDPOINT", endpoint, "AWS_MAX_ATTEMPTS", "1"))
        .isSick("store", "127.0.0.1", "PATCHWORK_S3_ENDPOINT");
  }

  @Test
  void allSettingsThatAreWrongAreNamed() throws Exception {
    Diagnosis diagnosis = diagnosis(Map.of("PATCHWORK_SLOTS", "many"));

    diagnosis.isSick("settings", "PATCHWORK_SLOTS", "docs/configuration.md");
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNamed() throws Exception {
    SSLContext tls = new TestAuthority(temp.resolve("authority")).context();
    try (Server server =
        new Server(
            tls.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress()),
            client -> client.getInputStream().readAllBytes())) {
      String place = "127.0.0.1:" + server.port();

      Diagnosis diagnosis =
          diagnosis(
              Map.of(
                  "PATCHWORK_AMQP_URL",
                  "amqps://" + place,
                  "PATCHWORK_S3_ENDPOINT",
                  "https://" + place,
                  "AWS_MAX_ATTEMPTS",
                  "1"));

      diagnosis.isSick("store", "certification path", "PATCHWORK_CA");
      diagnosis.isSick("broker", "certification path", "PATCHWORK_CA");
    }
  }

  @Test
  void aClockThatIsWrongIsNamed() throws Exception {
    URI store = URI.create(cluster.settings().get("PATCHWORK_S3_ENDPOINT"));
    try (Server behind =
        new Server(
            new ServerSocket(0, 8, InetAddress.getLoopbackAddress()),
            client -> passDated(client, store, Duration.ofMinutes(-7)))) {
      diagnosis(Map.of("PATCHWORK_S3_ENDPOINT", "http://127.0.0.1:" + behind.port()))
          .isSick("clock", "behind", "timedatectl set-ntp true");
    }
  }

  @Test
  void fontsThatAreMissingAreNamed() throws Exception {
    try (SmallDisk nothing = new SmallDisk(Path.of("/usr/share/fonts"), "1m")) {
      diagnosis(Map.of(), nothing.command(WorkerProcess.patchwork("doctor", "--json")))
          .isSick("fonts", "texts and titles fail", "fonts-noto-core");
    }
  }

  /** Passes one connection on to the store, whose answers get another date. */
  private static void passDated(Socket client, URI store, Duration off) throws IOException {
    try (Socket server = new Socket(store.getHost(), store.getPort())) {
      Thread asks =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.getInputStream().transferTo(server.getOutputStream());
                } catch (IOException ended) {
                  assertThat(client.isClosed() || server.isClosed()).isTrue();
                }
              });
      String date =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plus(off));
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        String answer = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        out.write(
            answer
                .replaceFirst("(?m)^Date: .*GMT", "Date: " + date)
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
      asks.interrupt();
    }
  }

  /** What is done with a connection. */
  private interface Service {
    void serve(Socket client) throws IOException;
  }

  /** Serves each connection in a thread of its own. */
  private static final class Server implements AutoCloseable {

    private final ServerSocket listening;

    Server(ServerSocket listening, Service service) {
      this.listening = listening;
      Thread.ofVirtual().start(() -> accept(service));
    }

    int port() {
      return listening.getLocalPort();
    }

    private void accept(Service service) {
      while (!listening.isClosed()) {
        try {
          Socket client = listening.accept();
          Thread.ofVirtual().start(() -> serve(service, client));
        } catch (IOException closed) {
          return;
        }
      }
    }

    private static void serve(Service service, Socket client) {
      try (client) {
        service.serve(client);
      } catch (IOException ended) {
        // By the client, which does not trust us, or is done.
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
