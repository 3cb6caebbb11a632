package io.gatehouse.auth;

import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import java.util.List;
import java.util.stream.Collectors;

/** One way in which a sender can prove who it is. */
interface Credential {

  /** Whether the proof that this webhook carries can be told from its body only. */
  default boolean readsBody(Webhook webhook) {
    return false;
  }

  /** Whether this webhook carries the proof. */
  boolean provenBy(Webhook webhook);

  /** The challenge of a refusal, for {@code WWW-Authenticate} (RFC 9110, section 11.6.1). */
  String challenge();

  /**
   * Vouches for a webhook that brings any one of the proofs, and refuses it otherwise in a way that
   * does not tell what was wrong. One that was proved when it came first needs no proof.
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
