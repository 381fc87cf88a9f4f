package io.patchwork.common.testing;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The real services that integration tests talk to. The broker is a container where a Docker engine
 * answers, else a private node of the installed RabbitMQ; where there is neither, the test fails:
 * nothing is skipped.
 */
public final class TestServices {

  private static final class Shared {
    static final TestBroker BROKER = freshBroker();
    static final TestStore STORE = new TestStore();

    static {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                BROKER.close();
                STORE.close();
              }));
    }
  }

  private TestServices() {}

  /** The broker that all tests of this process share; nobody kills it. */
  public static TestBroker broker() {
    return Shared.BROKER;
  }

  /** The S3 service that all tests of this process share. */
  public static TestStore store() {
    return Shared.STORE;
  }

  /** A broker of the caller's own, to be killed; the caller closes it. */
  public static TestBroker freshBroker() {
    TestBroker broker =
        ContainerNode.start()
            .or(() -> PrivateNode.start(List.of()))
            .orElseThrow(() ->
                new AssertionError(
                    "No RabbitMQ: neither a Docker engine nor an installed server."
                        + " infra/verify installs what is missing."));
    awaitBroker(broker.uri(), Duration.ofSeconds(90));
    return broker;
  }

  /** A broker with more lines in its configuration; the caller closes it. */
  public static TestBroker freshBroker(String configuration) {
    return PrivateNode.start(List.of(), configuration)
        .orElseThrow(() -> new AssertionError("No RabbitMQ: infra/verify installs it."));
  }

  /** A port of the loopback interface that nobody listens on. */
  public static int freePort() throws IOException {
    return PrivateNode.freePort();
  }

  /** A cluster of three brokers, of which one at a time is killed; the caller closes it. */
  public static TestBroker freshCluster() {
    return new ThreeNodes();
  }

  /** An S3 service of the caller's own, to be taken away; the caller closes it. */
  public static TestStore freshStore() {
    return new TestStore();
  }

  /** Waits until a broker lets somebody in: its port listens some time before. */
  static void awaitBroker(URI uri, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    ConnectionFactory factory = new ConnectionFactory();
    while (true) {
      try {
        factory.setUri(uri.toString());
        try (Connection connection = factory.newConnection()) {
          if (connection.isOpen()) {
            return;
          }
        }
      } catch (IOException | TimeoutException notYet) {
        if (System.nanoTime() > end) {
          throw new AssertionError("the broker at " + uri + " lets nobody in", notYet);
        }
        pause();
      } catch (Exception e) {
        throw new AssertionError("the broker's address is wrong: " + uri, e);
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
