package io.gatehouse.sources;

import io.gatehouse.settings.BadSettingException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.security.util.matcher.InetAddressMatcher;
import org.springframework.security.util.matcher.InetAddressMatchers;

/** Several address ranges; an empty list contains no address. */
final class AddressList {

  private final List<Range> ranges;

  private AddressList(List<Range> ranges) {
    this.ranges = ranges;
  }

  /**
   * Parses a comma-separated list of addresses and CIDR ranges.
   *
   * @param place what the operator should correct, for the error message
   */
  static AddressList parse(String text, String place) {
    if (!text.isBlank() && text.replaceAll("[,\\s]", "").isEmpty()) {
      throw new BadSettingException("%s: \"%s\" lists no address.".formatted(place, text));
    }
    return new AddressList(
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Range.parse(entry, place))
            .toList());
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  boolean contains(InetAddress address) {
    for (Range range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A range of addresses in CIDR notation (RFC 4632, RFC 4291), or a single address. An IPv4-mapped
   * IPv6 address is an IPv4 address.
   *
   * @param network the first address of the range
   * @param matcher compares the bits that count
   */
  record Range(InetAddress network, InetAddressMatcher matcher) {

    /**
     * Parses {@code 192.0.2.0/24}, {@code 192.0.2.7} or {@code 2001:db8::/32}.
     *
     * @param place what the operator should correct, for the error message
     * @throws BadSettingException for anything else: names, leading zeros, host bits, and {@code
     *     /0}
     */
    static Range parse(String text, String place) {
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
      if (!hostBitsAreZero(network.get(), bits - length)) {
        throw bad(place, text, "has host bits set; write the network's own address");
      }
      return new Range(
          network.get(),
          InetAddressMatchers.fromIpAddress(network.get().getHostAddress() + "/" + length));
    }

    private static int prefixLength(String digits) {
      return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    private static BadSettingException bad(String place, String text, String problem) {
      return new BadSettingException("%s: \"%s\" %s.".formatted(place, text, problem));
    }

    /** Whether an address is in the range; an IPv4 address is in no range of IPv6. */
    boolean contains(InetAddress address) {
      // The matcher compares the leading bytes of any two addresses, whatever their lengths.
      return network.getClass() == address.getClass() && matcher.matches(address);
    }

    private static boolean hostBitsAreZero(InetAddress network, int hostBits) {
      BigInteger bits = new BigInteger(1, network.getAddress());
      return bits.signum() == 0 || bits.getLowestSetBit() >= hostBits;
    }
  }
}
