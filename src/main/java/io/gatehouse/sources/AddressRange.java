package io.gatehouse.sources;

import io.gatehouse.settings.BadSettingException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses in CIDR notation (RFC 4632, RFC 4291), or a single address. An IPv4-mapped
 * IPv6 address is an IPv4 address.
 *
 * @param network the first address of the range
 * @param prefixLength how many leading bits count
 */
record AddressRange(InetAddress network, int prefixLength) {

  /**
   * Parses {@code 192.0.2.0/24}, {@code 192.0.2.7} or {@code 2001:db8::/32}.
   *
   * @param place what the operator should correct, for the error message
   * @throws BadSettingException for anything else: names, leading zeros, host bits, and {@code /0}
   */
  static AddressRange parse(String text, String place) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> network = AddressParser.parse(address);
    if (network.isEmpty()) {
      throw bad(place, text, "is not an IP address or a CIDR range such as 192.0.2.0/24");
    }
    int bits = network.get().getAddress().length * 8;
    int length = slash < 0 ? bits : prefixLength(text.substring(slash + 1));
    if (length < 1 || length > bits) {
      throw bad(place, text, "needs a prefix length from 1 to " + bits);
    }
    AddressRange range = new AddressRange(network.get(), length);
    if (!range.hostBitsAreZero()) {
      throw bad(place, text, "has host bits set; write the network's own address");
    }
    return range;
  }

  private static int prefixLength(String digits) {
    return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
  }

  private static BadSettingException bad(String place, String text, String problem) {
    return new BadSettingException("%s: \"%s\" %s.".formatted(place, text, problem));
  }

  boolean contains(InetAddress address) {
    byte[] own = network.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int mask = mask(bit);
      if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private boolean hostBitsAreZero() {
    byte[] own = network.getAddress();
    for (int bit = 0; bit < own.length * 8; bit += 8) {
      if ((own[bit / 8] & ~mask(bit) & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  private int mask(int bit) {
    int covered = Math.min(Math.max(prefixLength - bit, 0), 8);
    return 0xff << (8 - covered) & 0xff;
  }
}
