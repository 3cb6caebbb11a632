package io.gatehouse.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    // range,                address,             is in it
    "192.0.2.0/24,           192.0.2.0,           true",
    "192.0.2.0/24,           192.0.2.255,         true",
    "192.0.2.0/24,           192.0.3.0,           false",
    "192.0.2.0/24,           192.0.1.255,         false",
    "192.0.2.0/24,           ::ffff:192.0.2.1,    true",
    "192.0.2.0/24,           ::192.0.2.1,         false",
    "192.0.2.7,              192.0.2.7,           true",
    "192.0.2.7,              192.0.2.6,           false",
    "192.0.2.7/32,           192.0.2.7,           true",
    "128.0.0.0/1,            255.255.255.255,     true",
    "128.0.0.0/1,            127.255.255.255,     false",
    "192.0.2.8/29,           192.0.2.15,          true",
    "192.0.2.8/29,           192.0.2.16,          false",
    "2001:db8::/32,          2001:db8:ffff::1,    true",
    "2001:db8::/32,          2001:db9::,          false",
    "2001:db8::/33,          2001:db8:8000::,     false",
    "2001:db8::/32,          32.1.13.184,         false",
    "2001:db8::/64,          32.1.13.184,         false",
    "32.1.13.0/24,           2001:d00::1,         false",
    "::1,                    ::1,                 true",
    "::1,                    127.0.0.1,           false",
    "127.0.0.1,              ::1,                 false",
    "::ffff:192.0.2.7,       192.0.2.7,           true",
  })
  void aRangeContainsTheAddressesThatShareItsPrefix(String range, String address, boolean isIn) {
    assertThat(range(range).contains(literal(address))).isEqualTo(isIn);
  }

  @Property
  void membershipInIpv4IsThatOfTheReference(
      @ForAll @Size(4) byte[] network,
      @ForAll @IntRange(min = 1, max = 32) int length,
      @ForAll("near4") byte[] difference)
      throws UnknownHostException {
    agreesWithTheReference(network, length, difference);
  }

  @Property
  void membershipInIpv6IsThatOfTheReference(
      @ForAll @Size(16) byte[] network,
      @ForAll @IntRange(min = 1, max = 128) int length,
      @ForAll("near16") byte[] difference)
      throws UnknownHostException {
    agreesWithTheReference(network, length, difference);
  }

  @Provide
  Arbitrary<byte[]> near4() {
    return oneBitOrAny(4);
  }

  @Provide
  Arbitrary<byte[]> near16() {
    return oneBitOrAny(16);
  }

  /** Addresses near a range's edge matter most: they differ from the network in one bit. */
  private static Arbitrary<byte[]> oneBitOrAny(int size) {
    Arbitrary<byte[]> oneBit =
        Arbitraries.integers()
            .between(0, size * 8 - 1)
            .map(
                bit -> {
                  byte[] bytes = new byte[size];
                  bytes[bit / 8] = (byte) (0x80 >> bit % 8);
                  return bytes;
                });
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofSize(size);
    return Arbitraries.oneOf(oneBit, any);
  }

  private static void agreesWithTheReference(byte[] bytes, int length, byte[] difference)
      throws UnknownHostException {
    byte[] network = masked(bytes, length);
    byte[] other = new byte[network.length];
    for (int i = 0; i < other.length; i++) {
      other[i] = (byte) (network[i] ^ difference[i]);
    }
    InetAddress address = InetAddress.getByAddress(other);
    String text = InetAddress.getByAddress(network).getHostAddress() + "/" + length;

    assertThat(range(text).contains(address))
        .as("%s in %s", address.getHostAddress(), text)
        .isEqualTo(reference(network, length, other));
  }

  /** Two addresses share a prefix when they are equal once the rest is shifted out. */
  private static boolean reference(byte[] network, int length, byte[] address) {
    int rest = network.length * 8 - length;
    return new BigInteger(1, network)
        .shiftRight(rest)
        .equals(new BigInteger(1, address).shiftRight(rest));
  }

  private static byte[] masked(byte[] bytes, int length) {
    int rest = bytes.length * 8 - length;
    byte[] number = new BigInteger(1, bytes).shiftRight(rest).shiftLeft(rest).toByteArray();
    byte[] masked = new byte[bytes.length];
    for (int i = 1; i <= Math.min(number.length, masked.length); i++) {
      masked[masked.length - i] = number[number.length - i];
    }
    return masked;
  }

  @ParameterizedTest
  @CsvSource({
    // written,               what the operator is told
    "0.0.0.0/0,               needs a prefix length from 1 to 32",
    "::/0,                    needs a prefix length from 1 to 128",
    "192.0.2.0/33,            needs a prefix length from 1 to 32",
    "2001:db8::/129,          needs a prefix length from 1 to 128",
    "::ffff:192.0.2.0/120,    needs a prefix length from 1 to 32",
    "192.0.2.0/,              needs a prefix length",
    "192.0.2.0/-1,            needs a prefix length",
    "192.0.2.0/+24,           needs a prefix length",
    "192.0.2.0/24/24,         needs a prefix length",
    "192.0.2.0/2147483672,    needs a prefix length",
    "192.0.2.0/255.255.255.0, needs a prefix length",
    "192.0.2.7/24,            has host bits set",
    "192.0.2.1/31,            has host bits set",
    "2001:db8::1/32,          has host bits set",
    "010.0.0.1,               is not an IP address",
    "010.0.0.0/8,             is not an IP address",
    "10.0.0.0.0/8,            is not an IP address",
    "256.0.0.0/8,             is not an IP address",
    "vendor.example,          is not an IP address",
    "localhost,               is not an IP address",
    "10.0.0.*,                is not an IP address",
    "10.0.0.1-10.0.0.9,       is not an IP address",
    "fe80::1%eth0,            is not an IP address",
    "/24,                     is not an IP address",
  })
  void aMistakeInASettingIsReportedWithItsPlace(String text, String problem) {
    assertThatThrownBy(() -> AddressList.Range.parse(text, "acme.sources"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("acme.sources: \"" + text + "\" ")
        .hasMessageContaining(problem);
  }

  @Property
  void everyHostBitIsAMistake(
      @ForAll @Size(16) byte[] bytes,
      @ForAll @IntRange(min = 1, max = 127) int length,
      @ForAll @IntRange(min = 0, max = 126) int which)
      throws UnknownHostException {
    byte[] network = masked(bytes, length);
    int bit = length + which % (128 - length);
    network[bit / 8] |= (byte) (0x80 >> bit % 8);
    String text = InetAddress.getByAddress(network).getHostAddress() + "/" + length;

    assertThatThrownBy(() -> range(text)).isInstanceOf(BadSettingException.class);
  }

  private static AddressList.Range range(String text) {
    return AddressList.Range.parse(text, "test");
  }

  private static InetAddress literal(String text) {
    return AddressParser.parse(text).orElseThrow();
  }
}
