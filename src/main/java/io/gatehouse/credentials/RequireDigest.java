package io.gatehouse.credentials;

import io.gatehouse.settings.Secret;
import io.gatehouse.settings.Secrets;
import io.gatehouse.webhook.Webhook;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step behind the kamelet {@code require-digest}: a salted SHA-256 digest of the body in a
 * header. Where the secret is not set, the check is switched off.
 */
public final class RequireDigest implements Processor {

  private Secrets secrets;
  private String header;
  private String secret;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The header that holds the digest. */
  public void setHeader(String header) {
    this.header = header;
  }

  /** The reference to the secret. */
  public void setSecret(String secret) {
    this.secret = secret;
  }

  @Override
  public void process(Exchange exchange) {
    Secret salt = secrets.resolve(secret);
    if (!salt.isEmpty()) {
      Credential.require(Webhook.of(exchange), List.of(new SaltedDigestCredential(header, salt)));
    }
  }
}
