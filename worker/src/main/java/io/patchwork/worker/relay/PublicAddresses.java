package io.patchwork.worker.relay;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names to public addresses alone, so that no endpoint makes the relay call a service of
 * the own network. What it returns is what is connected to: there is no second look at the name
 * that could say something else. Special ranges: IANA's registries for IPv4 and IPv6. Thread-safe.
 */
final class PublicAddresses implements DnsResolver {

  /** First bytes and number of bits of IPv4 ranges that are not of the public internet. */
  private static final List<Range> SPECIAL =
      List.of(
          new Range(0, 0, 0, 8),
          new Range(10, 0, 0, 8),
          new Range(100, 64, 0, 10),
          new Range(127, 0, 0, 8),
          new Range(169, 254, 0, 16),
          new Range(172, 16, 0, 12),
          new Range(192, 0, 0, 24),
          new Range(192, 0, 2, 24),
          new Range(192, 168, 0, 16),
          new Range(198, 18, 0, 15),
          new Range(198, 51, 100, 24),
          new Range(203, 0, 113, 24),
          new Range(224, 0, 0, 3));

  private record Range(int first, int second, int third, int bits) {

    boolean has(byte[] address) {
      int range = first << 24 | second << 16 | third << 8;
      int value =
          (address[0] & 0xff) << 24
              | (address[1] & 0xff) << 16
              | (address[2] & 0xff) << 8
              | (address[3] & 0xff);
      int mask = -1 << (32 - bits);
      return (value & mask) == (range & mask);
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(host);
    InetAddress[] open =
        Arrays.stream(all).filter(PublicAddresses::isPublic).toArray(InetAddress[]::new);
    if (open.length == 0) {
      throw new UnknownHostException(
          host + " is an address of the own network; set allowPrivate for it if that is meant");
    }
    return open;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  static boolean isPublic(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublic(six);
      default -> false;
    };
  }

  private static boolean isPublic(byte[] four) {
    return SPECIAL.stream().noneMatch(range -> range.has(four));
  }

  /** Only 2000::/3 is global, without the ranges that hold addresses of IPv4 or of nobody. */
  private static boolean isPublic(Inet6Address address) {
    byte[] bytes = address.getAddress();
    boolean isGlobal = (bytes[0] & 0xe0) == 0x20;
    boolean isTeredoOrDocumentation =
        bytes[0] == 0x20
            && bytes[1] == 0x01
            && ((bytes[2] == 0 && bytes[3] == 0) || (bytes[2] == 0x0d && bytes[3] == (byte) 0xb8));
    boolean isSixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return isGlobal && !isTeredoOrDocumentation && !isSixToFour;
  }
}
