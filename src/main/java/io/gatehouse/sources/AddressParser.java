package io.gatehouse.sources;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses addresses strictly, and never queries a name server. */
public final class AddressParser {

  private static final String PART = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final String FOUR_PARTS = PART + "(\\." + PART + "){3}";
  private static final Pattern IPV4 = Pattern.compile(FOUR_PARTS);
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?=.*:)([0-9A-Fa-f]{1,4}|:)(:{1,2}[0-9A-Fa-f]{1,4})*(:{1,2}|:{1,2}"
              + FOUR_PARTS
              + ")?"
              + "|:(:[0-9A-Fa-f]{1,4})+|::|:(:[0-9A-Fa-f]{1,4})*:"
              + FOUR_PARTS);

  /** An IPv4 address and a port, or an IPv6 address in brackets with or without one. */
  private static final Pattern WITH_PORT =
      Pattern.compile(
          "(?<ipv4>[0-9.]{7,15}):(?<port4>[1-9][0-9]{0,4})"
              + "|\\[(?<ipv6>[0-9A-Fa-f:.]{2,45})\\](:(?<port6>[1-9][0-9]{0,4}))?");

  private static final int LARGEST_PORT = 65_535;
  private static final int LONGEST = 45;
  private static final int IPV6_BYTES = 16;

  private AddressParser() {}

  /**
   * The network by which a source is counted: an IPv4 address itself, and of an IPv6 address the
   * /64, which belongs to one customer of an internet provider (RFC 6177).
   */
  public static InetAddress network(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != IPV6_BYTES) {
      return address;
    }
    Arrays.fill(bytes, IPV6_BYTES / 2, IPV6_BYTES, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An IPv6 address has 16 bytes", e);
    }
  }

  /**
   * Parses what a proxy writes for one hop: an address as for {@link #parse}, or one with the hop's
   * port, {@code 198.51.100.7:17085} or {@code [2001:db8::7]:443}. The port is checked and dropped;
   * brackets are allowed without one.
   */
  static Optional<InetAddress> parseHop(String text) {
    Matcher parts = WITH_PORT.matcher(text);
    if (!parts.matches()) {
      return parse(text);
    }
    boolean bracketed = parts.group("ipv6") != null;
    String address = parts.group(bracketed ? "ipv6" : "ipv4");
    String port = parts.group(bracketed ? "port6" : "port4");
    // Brackets are for IPv6 only (RFC 3986, section 3.2.2).
    boolean fits = bracketed == address.contains(":");
    return fits && (port == null || Integer.parseInt(port) <= LARGEST_PORT)
        ? parse(address)
        : Optional.empty();
  }

  /**
   * Parses a literal IPv4 address in four decimal parts or a literal IPv6 address; an IPv4-mapped
   * one becomes IPv4. No ports, brackets, zones or names.
   */
  static Optional<InetAddress> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // Both forms are literals, for which this never resolves a name.
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
