package io.proxywasm.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  private static IpAddress address(String text) {
    IpAddress address = IpAddress.parse(text);
    if (address == null) {
      throw new AssertionError(text);
    }
    return address;
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.128/25, 192.168.1.200, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "1.2.3.4, 1.2.3.4, true",
    "1.2.3.4/32, 1.2.3.5, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::/33, 2001:db8:8000::, false",
    "::/0, fe80::1%eth0, true",
    "10.0.0.0/8, ::ffff:10.1.1.1, true",
    "10.0.0.0/8, 10.1.1.1:8080, true",
    "::1, [::1]:443, true"
  })
  void shouldContainWhatHasTheSameBeginning(String network, String address, boolean contained) {
    assertThat(Cidr.parse(network).contains(address(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.4/-1",
        "1.2.3.4/8x",
        "::/129",
        "x/8",
        "1.2.3.4/0000"
      })
  void shouldRefuseWhatIsNoNetwork(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3.4.5",
        "1..2.3",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4 ",
        "a.b.c.d",
        ":",
        ":::",
        "1:2",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "g::",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "[::1",
        "1:2:3:4:5:6:7:",
        "\u0661.1.1.1"
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }

  @Test
  void shouldReadAddressesAsTheJdkDoes() throws UnknownHostException {
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int k = random.nextInt(bytes.length); k > 0; k--) {
        bytes[random.nextInt(bytes.length)] = 0;
      }
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      assertThat(address(text).toByteArray())
          .isEqualTo(InetAddress.getByAddress(bytes).getAddress());
      String shorter = text.replaceFirst("(:0)+:", "::");
      assertThat(address(shorter).toByteArray())
          .describedAs(shorter)
          .isEqualTo(InetAddress.getByName(shorter).getAddress());
    }
  }

  @Test
  void shouldFindOneOfSome() {
    List<Cidr> networks = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));
    assertThat(Cidr.anyContains(networks, "fd12::1")).isTrue();
    assertThat(Cidr.anyContains(networks, "11.0.0.1")).isFalse();
    assertThat(Cidr.anyContains(networks, "nonsense")).isFalse();
    assertThat(Cidr.anyContains(networks, null)).isFalse();
  }
}
