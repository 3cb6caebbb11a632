package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A signature over the body: {@code <header>: <hex>}, where the hex is the HMAC (RFC 2104) of the
 * raw body.
 *
 * @param header the header's name; it must occur exactly once
 * @param algorithmHeader the header that names the algorithm, exactly once; empty: there is none,
 *     and the length of the signature determines it
 * @param algorithms the accepted ones
 */
record HmacCredential(
    String header, String algorithmHeader, Set<HmacAlgorithm> algorithms, Secret secret)
    implements Credential {

  private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");

  @Override
  public boolean readsBody(Webhook webhook) {
    return given(webhook).flatMap(given -> fitting(algorithms, given)).isPresent();
  }

  @Override
  public boolean provenBy(Webhook webhook) {
    return given(webhook).filter(given -> isProven(webhook, given)).isPresent();
  }

  private Optional<byte[]> given(Webhook webhook) {
    return Authorization.only(webhook.header(header)).flatMap(value -> bytes(value.strip()));
  }

  private boolean isProven(Webhook webhook, byte[] given) {
    return fitting(algorithms, given)
        .filter(algorithm -> algorithmHeader.isEmpty() || isNamed(webhook, algorithm))
        .filter(algorithm -> Signatures.hmacMatches(algorithm, secret, given, webhook.body()))
        .isPresent();
  }

  private boolean isNamed(Webhook webhook, HmacAlgorithm algorithm) {
    return Authorization.only(webhook.header(algorithmHeader))
        .map(String::strip)
        .flatMap(HmacAlgorithm::named)
        .filter(algorithm::equals)
        .isPresent();
  }

  /** Bytes in hex of either case; empty if it is not hex. */
  static Optional<byte[]> bytes(String hex) {
    return HEX.matcher(hex).matches()
        ? Optional.of(HexFormat.of().parseHex(hex))
        : Optional.empty();
  }

  /** The accepted algorithm whose signatures have this length. */
  static Optional<HmacAlgorithm> fitting(Set<HmacAlgorithm> accepted, byte[] signature) {
    return accepted.stream().filter(a -> a.bytes() == signature.length).findFirst();
  }

  @Override
  public String challenge() {
    return header + " realm=\"gatehouse\"";
  }
}
