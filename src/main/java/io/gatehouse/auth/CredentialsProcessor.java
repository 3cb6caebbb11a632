package io.gatehouse.auth;

import io.gatehouse.webhook.BodyProcessor;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import java.util.List;
import java.util.stream.Collectors;
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
      require(Webhook.of(exchange), credentials);
    }
  }

  /**
   * Marks a webhook with any one of the credentials as authenticated, and refuses any other in a
   * way that does not reveal what was wrong. A replayed request needs no credentials.
   */
  static void require(Webhook webhook, List<Credential> anyOf) {
    if (webhook.firstReceipt().isPresent()) {
      return;
    }
    RefusedException undecided = null;
    for (Credential credential : anyOf) {
      try {
        if (credential.provenBy(webhook)) {
          webhook.markAuthentic();
          return;
        }
      } catch (RefusedException e) {
        if (!(e.problem() instanceof Problem.Unavailable)) {
          throw e;
        }
        undecided = e;
      }
    }
    if (undecided != null) {
      throw undecided;
    }
    throw new RefusedException(
        new Problem.Unauthorized(
            anyOf.stream()
                .map(Credential::challenge)
                .distinct()
                .collect(Collectors.joining(", "))));
  }
}
