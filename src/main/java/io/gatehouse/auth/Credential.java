package io.gatehouse.auth;

import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import java.util.List;
import java.util.stream.Collectors;

/** One method by which a sender can authenticate. */
interface Credential {

  /** Whether the credentials of this webhook can be checked with its body only. */
  default boolean readsBody(Webhook webhook) {
    return false;
  }

  /** Whether this webhook carries valid credentials. */
  boolean provenBy(Webhook webhook);

  /** The challenge of a refusal, for {@code WWW-Authenticate} (RFC 9110, section 11.6.1). */
  String challenge();

  /**
   * Marks a webhook with any one of the credentials as authenticated, and refuses any other in a
   * way that does not reveal what was wrong. A replayed request needs no credentials.
   */
  static void require(Webhook webhook, List<? extends Credential> anyOf) {
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
        if (!(e.refusal() instanceof Refusal.Unavailable)) {
          throw e;
        }
        undecided = e;
      }
    }
    if (undecided != null) {
      throw undecided;
    }
    throw new RefusedException(
        new Refusal.Unauthorized(
            anyOf.stream()
                .map(Credential::challenge)
                .distinct()
                .collect(Collectors.joining(", "))));
  }
}
