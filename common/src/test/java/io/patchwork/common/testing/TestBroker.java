package io.patchwork.common.testing;

import java.net.URI;

/** A RabbitMQ broker of our own, listening on loopback only. */
public interface TestBroker extends AutoCloseable {

  URI uri();

  /** Takes it away without warning. */
  void kill();

  /** Makes it short of memory, so that it reads nothing from publishers, or lets it recover. */
  void alarm(boolean isOn);

  /** Brings it back, with what it had on disk, at the same address. */
  void restart();

  @Override
  void close();
}
