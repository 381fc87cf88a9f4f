package io.patchwork.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** RabbitMQ in a container, where a Docker engine answers. */
final class ContainerNode implements TestBroker {

  private static final String IMAGE = "TEST_RABBITMQ_IMAGE";
  private static final int AMQP = 5672;

  private final GenericContainer<?> container;
  private final int port;

  private ContainerNode() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String image = Optional.ofNullable(System.getenv(IMAGE)).orElse("rabbitmq:4-alpine");
    this.container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withExposedPorts(AMQP)
            .waitingFor(
                Wait.forLogMessage(".*(Server startup complete|started TCP listener).*", 1)
                    .withStartupTimeout(Duration.ofMinutes(2)));
    // A fixed port, so that the broker comes back at the same address.
    container.setPortBindings(List.of("127.0.0.1:" + port + ":" + AMQP));
    container.start();
  }

  /** A fresh broker, if an engine answers. */
  static Optional<TestBroker> start() {
    boolean isWorthAsking =
        System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    try {
      return isWorthAsking && DockerClientFactory.instance().isDockerAvailable()
          ? Optional.of(new ContainerNode())
          : Optional.empty();
    } catch (RuntimeException e) {
      // An engine that can run nothing, say without a way to its registry.
      System.out.println("NO CONTAINERS although a Docker engine answers: " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public URI uri() {
    return URI.create("amqp://guest:guest@127.0.0.1:" + port);
  }

  @Override
  public void kill() {
    DockerClientFactory.instance().client().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void control(String... arguments) {
    List<String> command = new ArrayList<>(List.of("rabbitmqctl"));
    command.addAll(List.of(arguments));
    try {
      Container.ExecResult said = container.execInContainer(command.toArray(String[]::new));
      if (said.getExitCode() != 0) {
        throw new AssertionError(said.getStderr());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void restart() {
    DockerClientFactory.instance().client().startContainerCmd(container.getContainerId()).exec();
    TestServices.awaitBroker(uri(), Duration.ofMinutes(2));
  }

  @Override
  public void close() {
    container.stop();
  }
}
