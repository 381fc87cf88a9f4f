package io.patchwork.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of three private nodes behind one address. One node after the other is taken away and
 * brought back; two are always there.
 */
final class ThreeNodes implements TestBroker {

  private static final int COUNT = 3;

  private final List<PrivateNode> nodes = new ArrayList<>();
  private final TcpProxy entrance;
  private int kills;

  ThreeNodes() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      PrivateNode node =
          PrivateNode.start(names)
              .orElseThrow(() ->
                  new AssertionError(
                      "A cluster needs an installed RabbitMQ server. infra/verify installs it."));
      names.add(node.name());
      nodes.add(node);
    }
    try {
      this.entrance = new TcpProxy(nodes.stream().map(node -> node.uri().getPort()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PrivateNode victim() {
    return nodes.get(kills % COUNT);
  }

  @Override
  public URI uri() {
    return URI.create("amqp://guest:guest@127.0.0.1:" + entrance.port());
  }

  @Override
  public void kill() {
    victim().kill();
  }

  @Override
  public void control(String... arguments) {
    nodes.forEach(node -> node.control(arguments));
  }

  @Override
  public void restart() {
    victim().restart();
    kills++;
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      nodes.forEach(PrivateNode::close);
    }
  }
}
