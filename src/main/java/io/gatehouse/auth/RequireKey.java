package io.gatehouse.auth;

import io.gatehouse.settings.Secrets;
import io.gatehouse.webhook.Webhook;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step behind the kamelet {@code require-key}: a secret in the vendor's URL. */
public final class RequireKey implements Processor {

  private Secrets secrets;
  private String parameter;
  private String key;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The query parameter that contains the key. */
  public void setParameter(String parameter) {
    this.parameter = parameter;
  }

  /** The reference to the secret. */
  public void setKey(String key) {
    this.key = key;
  }

  @Override
  public void process(Exchange exchange) {
    Credential.require(
        Webhook.of(exchange), List.of(new KeyCredential(parameter, secrets.resolve(key))));
  }
}
