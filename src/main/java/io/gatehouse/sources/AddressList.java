package io.gatehouse.sources;

import io.gatehouse.settings.BadSettingException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Several address ranges; an empty list contains no address. */
final class AddressList {

  private final List<AddressRange> ranges;

  private AddressList(List<AddressRange> ranges) {
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
            .map(entry -> AddressRange.parse(entry, place))
            .toList());
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  boolean contains(InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
