package io.gatehouse.auth;

import io.gatehouse.settings.Secrets;
import io.gatehouse.webhook.Webhook;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step behind the kamelet {@code require-token}: a fixed token in {@code Authorization}. */
public final class RequireToken implements Processor {

  private Secrets secrets;
  private String scheme;
  private String token;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The scheme before the token. */
  public void setScheme(String scheme) {
    this.scheme = scheme;
  }

  /** The reference to the secret. */
  public void setToken(String token) {
    this.token = token;
  }

  @Override
  public void process(Exchange exchange) {
    Credential.require(
        Webhook.of(exchange), List.of(new TokenCredential(scheme, secrets.resolve(token))));
  }
}
