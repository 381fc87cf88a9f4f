package io.patchwork.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Passes TCP connections on to servers of this machine, each to the next one that answers, as a
 * load balancer does, and cuts them all when it is told to. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

  private final ServerSocket listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
  private final List<Integer> servers;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * A proxy that listens.
   *
   * @param servers ports on loopback
   */
  public TcpProxy(List<Integer> servers) throws IOException {
    this.servers = List.copyOf(servers);
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Ends all connections without a word; new ones are taken. */
  public void cut() {
    open.forEach(TcpProxy::end);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        server().ifPresentOrElse(server -> join(client, server), () -> end(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private Optional<Socket> server() {
    int first = next.getAndIncrement();
    return IntStream.range(0, servers.size())
        .mapToObj(i -> connect(servers.get(Math.floorMod(first + i, servers.size()))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Socket> connect(int port) {
    try {
      return Optional.of(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException away) {
      return Optional.empty();
    }
  }

  private void join(Socket one, Socket other) {
    open.add(one);
    open.add(other);
    Thread.ofVirtual().start(() -> pass(one, other));
    Thread.ofVirtual().start(() -> pass(other, one));
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Both ends are closed below.
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
