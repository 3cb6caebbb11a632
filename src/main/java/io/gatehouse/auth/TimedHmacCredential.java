package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signature over time and body: {@code <header>: t=<unix seconds>,s=<64 hex>}, where {@code s} is
 * HMAC-SHA256 (RFC 2104) of {@code "<t>.<raw body>"}.
 *
 * @param header the header's name; it must occur exactly once
 * @param oldest how old {@code t} may be
 * @param ahead how far {@code t} may be in the future
 */
record TimedHmacCredential(
    String header, Secret secret, Duration oldest, Duration ahead, Clock clock)
    implements Credential {

  private static final Pattern SHAPE = Pattern.compile("t=([0-9]{1,12}), ?s=([0-9A-Fa-f]{64})");

  @Override
  public boolean readsBody(Webhook webhook) {
    return isTimely(signature(webhook));
  }

  @Override
  public boolean provenBy(Webhook webhook) {
    Matcher signature = signature(webhook);
    if (!isTimely(signature)) {
      return false;
    }
    byte[] start = (signature.group(1) + ".").getBytes(StandardCharsets.US_ASCII);
    byte[] given = HexFormat.of().parseHex(signature.group(2));
    return Signatures.hmacMatches(HmacAlgorithm.SHA256, secret, given, start, webhook.body());
  }

  private Matcher signature(Webhook webhook) {
    return SHAPE.matcher(Authorization.only(webhook.header(header)).map(String::strip).orElse(""));
  }

  private boolean isTimely(Matcher signature) {
    return signature.matches()
        && new TimestampTolerance(oldest, ahead, clock).allow(Long.parseLong(signature.group(1)));
  }

  @Override
  public String challenge() {
    return header + " realm=\"gatehouse\"";
  }
}
