package io.gatehouse.auth;

import io.gatehouse.webhook.BodyProcessor;
import io.gatehouse.webhook.Webhook;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * A step that requires credentials, which may be a signature over the body. The body is received
 * only if the request carries such a signature; any other request is refused unread.
 */
abstract class CredentialsProcessor extends BodyProcessor {

  /** The accepted methods; any one is enough, and an empty list switches the check off. */
  abstract List<Credential> credentials();

  @Override
  protected boolean needsBody(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    return webhook.firstReceipt().isEmpty()
        && credentials().stream().anyMatch(credential -> credential.readsBody(webhook));
  }

  @Override
  protected void processReceived(Exchange exchange) {
    List<Credential> credentials = credentials();
    if (!credentials.isEmpty()) {
      Credential.require(Webhook.of(exchange), credentials);
    }
  }
}
