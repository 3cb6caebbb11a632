package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;

/**
 * A fixed token in the {@code Authorization} header: {@code Authorization: <scheme> <token>}.
 *
 * @param scheme the scheme word, in any case
 */
record TokenCredential(String scheme, Secret token) implements Credential {

  @Override
  public boolean provenBy(Webhook webhook) {
    return Authorization.credentials(webhook, scheme).filter(token::matchesHeader).isPresent();
  }

  @Override
  public String challenge() {
    return scheme + " realm=\"gatehouse\"";
  }
}
