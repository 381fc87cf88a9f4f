package io.patchwork.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:1::",
        "2001:db8::1"
      })
  void anAddressOfTheOwnNetworkIsRefused(String address) throws Exception {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    assertThatThrownBy(() -> new PublicAddresses().resolve(address))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("allowPrivate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "192.0.3.1", "2606:4700::1111"})
  void aPublicAddressIsTaken(String address) throws Exception {
    assertThat(new PublicAddresses().resolve(address))
        .containsExactly(InetAddress.getByName(address));
  }

  @Test
  void aNameOfThisMachineIsRefused() {
    assertThatThrownBy(() -> new PublicAddresses().resolve("localhost"))
        .isInstanceOf(UnknownHostException.class);
  }
}
