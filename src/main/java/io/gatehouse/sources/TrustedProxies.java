package io.gatehouse.sources;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Finds the sender of a request that came through proxies. {@code X-Forwarded-For} is used only
 * from the addresses in {@code gatehouse.trusted-proxies}, and read from the right: the first hop
 * that is not a trusted proxy is the sender, whatever precedes it. A hop may have a port, as load
 * balancers of Azure and others write it, and an IPv6 address may be in brackets.
 */
@Component
public class TrustedProxies {

  /** The only header that is used; {@code Forwarded}, {@code X-Real-IP} and the like are not. */
  public static final String HEADER = "X-Forwarded-For";

  private static final int MOST_HOPS = 32;

  private final AddressList trusted;

  @Autowired
  TrustedProxies(ProxyProperties properties) {
    this(properties.trustedProxies());
  }

  TrustedProxies(String ranges) {
    this.trusted = AddressList.parse(ranges, "gatehouse.trusted-proxies");
  }

  /** Whether an address is that of a trusted proxy. */
  public boolean areTrusted(InetAddress address) {
    return trusted.contains(address);
  }

  /**
   * The sender's address.
   *
   * @param peer the address at the other end of the connection
   * @param forwardedFor the values of all {@code X-Forwarded-For} headers, in order of arrival
   * @throws RefusedException with {@link Problem.Malformed} if a trusted proxy names a sender that
   *     is not a literal address
   */
  public InetAddress source(String peer, List<String> forwardedFor) {
    InetAddress hop = orMalformed(AddressParser.parse(withoutZone(peer)));
    if (forwardedFor.isEmpty() || !trusted.contains(hop)) {
      return hop;
    }
    String[] hops = String.join(",", forwardedFor).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && trusted.contains(hop); i--) {
      if (hops.length - i > MOST_HOPS) {
        throw new RefusedException(new Problem.Malformed());
      }
      hop = hop(hops[i].strip());
    }
    return hop;
  }

  /**
   * Removes the zone: the container names the link of a link-local peer (RFC 4007), which is not
   * part of the address.
   */
  private static String withoutZone(String peer) {
    int percent = peer.indexOf('%');
    return percent < 0 ? peer : peer.substring(0, percent);
  }

  private static InetAddress hop(String text) {
    return orMalformed(AddressParser.parseHop(text));
  }

  private static InetAddress orMalformed(Optional<InetAddress> address) {
    return address.orElseThrow(() -> new RefusedException(new Problem.Malformed()));
  }
}
