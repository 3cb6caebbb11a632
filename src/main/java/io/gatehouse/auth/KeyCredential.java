package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;

/**
 * A secret in the URL that the vendor was given: {@code ?<parameter>=<key>}.
 *
 * @param parameter the query parameter; it must occur exactly once
 */
record KeyCredential(String parameter, Secret key) implements Credential {

  static final String CHALLENGE = "key realm=\"gatehouse\"";

  @Override
  public boolean provenBy(Webhook webhook) {
    return Authorization.only(webhook.query(parameter)).filter(key::matchesParameter).isPresent();
  }

  @Override
  public String challenge() {
    return CHALLENGE;
  }
}
