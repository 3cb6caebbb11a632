package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;

/**
 * A secret of ours in the address that we gave to the vendor: {@code ?<parameter>=<key>}.
 *
 * @param parameter the query parameter; it must be there exactly once
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
