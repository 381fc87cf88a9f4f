package io.patchwork.common.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.testing.TestAuthority;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that has a certificate of an authority of the operator's, and asks for one. */
@Timeout(240)
final class BrokerTlsIT {

  @TempDir Path temp;

  private static JobQueue open(BrokerAddress address) {
    return new RabbitJobQueue(
        address,
        JobQueueContract.topology(),
        "test",
        RandomGenerator.getDefault(),
        RabbitJobQueue.Start.AT_ONCE);
  }

  private static void publish(JobQueue queue) throws Exception {
    queue.publish(new Route.ToLane(JobQueueContract.LANE), JobQueueContract.message("m")).await();
  }

  @Test
  void certificatesOfOnesOwnAreTrustedShownAndReplaced() throws Exception {
    TestAuthority authority = new TestAuthority(temp.resolve("first"));
    Path trusted = Files.write(temp.resolve("trusted.pem"), authority.certificate());
    Path asked = Files.write(temp.resolve("asked.pem"), authority.certificate());
    TestAuthority.Issued server = authority.issue("server", "ip:127.0.0.1");
    TestAuthority.Issued client = authority.issue("client");
    int port = TestServices.freePort();
    String configuration =
        """
        listeners.ssl.local = 127.0.0.1:%d
        ssl_options.cacertfile = %s
        ssl_options.certfile = %s
        ssl_options.keyfile = %s
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = true
        """
            .formatted(port, asked, server.certificate(), server.key());
    URI uri = URI.create("amqps://guest:guest@127.0.0.1:" + port);
    BrokerAddress address =
        new BrokerAddress(
            uri,
            Optional.empty(),
            Optional.of(trusted),
            Optional.of(client.certificate()),
            Optional.of(client.key()));
    try (TestBroker broker = TestServices.freshBroker(configuration);
        JobQueue queue = open(address)) {
      publish(queue);

      assertThatThrownBy(() -> open(BrokerAddress.of(uri)))
          .isInstanceOf(QueueUnavailable.class)
          .hasMessageContaining("certification path");
      assertThatThrownBy(() ->
              open(
                  new BrokerAddress(
                      uri,
                      Optional.empty(),
                      Optional.of(trusted),
                      Optional.empty(),
                      Optional.empty())))
          .isInstanceOf(QueueUnavailable.class);
      assertThatThrownBy(() ->
              open(
                  new BrokerAddress(
                      URI.create("amqps://guest:guest@localhost:" + port),
                      Optional.empty(),
                      Optional.of(trusted),
                      Optional.of(client.certificate()),
                      Optional.of(client.key()))))
          .isInstanceOf(QueueUnavailable.class)
          .hasMessageContaining("localhost");

      // RabbitMQ 3.10 does not open a stream again that it noted on disk a moment ago.
      TimeUnit.SECONDS.sleep(2);
      broker.kill();
      TestAuthority other = new TestAuthority(temp.resolve("second"));
      TestAuthority.Issued otherServer = other.issue("server", "ip:127.0.0.1");
      Files.copy(
          otherServer.certificate(),
          server.certificate(),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.copy(
          otherServer.key(), server.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.write(trusted, other.certificate());
      broker.restart();

      for (int i = 0; i < 300 && queue.state() != BrokerState.OPEN; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      publish(queue);
    }
  }
}
