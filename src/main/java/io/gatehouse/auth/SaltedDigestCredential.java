package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;

/**
 * A salted digest of the body: {@code <header>: sha256hex(raw body + sha256hex(secret))}.
 *
 * @param header the header's name; it must occur exactly once
 */
record SaltedDigestCredential(String header, Secret secret) implements Credential {

  @Override
  public boolean readsBody(Webhook webhook) {
    return Authorization.only(webhook.header(header)).isPresent();
  }

  @Override
  public boolean provenBy(Webhook webhook) {
    return Authorization.only(webhook.header(header))
        .map(String::strip)
        .filter(given -> Signatures.saltedDigestMatches(secret, given, webhook.body()))
        .isPresent();
  }

  @Override
  public String challenge() {
    // The same as for the key in the URL, which is used together with it: the response does not
    // reveal which of the two was wrong.
    return KeyCredential.CHALLENGE;
  }
}
