package io.patchwork.common.testing;

import java.net.URI;

/** A RabbitMQ broker of our own, listening on loopback only. */
public interface TestBroker extends AutoCloseable {

  URI uri();

  /** Takes it away without warning. */
  void kill();

  /** Runs {@code rabbitmqctl} with these arguments on each node that is there. */
  void control(String... arguments);

  /** Makes it short of memory, so that it reads nothing from publishers, or lets it recover. */
  default void alarm(boolean isOn) {
    control("set_vm_memory_high_watermark", isOn ? "0" : "0.6");
  }

  /** Brings it back, with what it had on disk, at the same address. */
  void restart();

  @Override
  void close();
}
