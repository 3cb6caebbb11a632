package io.gatehouse.auth;

import io.gatehouse.auth.TimedSignatures.Signed;
import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Signatures over time and body, of which one must be valid: {@code <header>: t=<unix
 * seconds>,v1=<hex>}, where the hex is the HMAC (RFC 2104) of {@code "<t>.<raw body>"}.
 *
 * @param header the header's name; it must occur exactly once
 * @param name of the elements that contain signatures, such as {@code v1}
 * @param algorithms the accepted ones; the length of a signature determines which one it is
 */
record TimedSignaturesCredential(
    String header,
    String name,
    Set<HmacAlgorithm> algorithms,
    TimestampTolerance limits,
    Secret secret)
    implements Credential {

  @Override
  public boolean readsBody(Webhook webhook) {
    return signatures(webhook).stream().anyMatch(signed -> limits.allow(signed.seconds()));
  }

  private List<Signed> signatures(Webhook webhook) {
    return TimedSignatures.read(Authorization.only(webhook.header(header)).orElse(""), name);
  }

  @Override
  public boolean provenBy(Webhook webhook) {
    boolean found = false;
    for (Signed signed : signatures(webhook)) {
      found |= limits.allow(signed.seconds()) && isGood(signed, webhook);
    }
    return found;
  }

  private boolean isGood(Signed signed, Webhook webhook) {
    byte[] start = (signed.time() + ".").getBytes(StandardCharsets.US_ASCII);
    return HmacCredential.bytes(signed.signature())
        .filter(
            given ->
                HmacCredential.fitting(algorithms, given)
                    .filter(a -> Signatures.hmacMatches(a, secret, given, start, webhook.body()))
                    .isPresent())
        .isPresent();
  }

  @Override
  public String challenge() {
    return header + " realm=\"gatehouse\"";
  }
}
