package io.gatehouse.webhook;

import java.time.Duration;
import java.util.Objects;

/**
 * Why a request is not taken. Every refusal is the sender's to mend, but for {@link Unavailable},
 * which is ours. The HTTP edge turns them into statuses in one place.
 */
public sealed interface Refusal {

  /** The request itself is broken, for instance an address in a proxy's header that is none. */
  record Malformed() implements Refusal {}

  /** Who is not allowed; the sender is not told which. */
  enum Stranger {
    SOURCE,
    PARTNER
  }

  /** Credentials are missing or wrong; which of the two is not told. */
  record Unauthorized(String challenge) implements Refusal {
    public Unauthorized {
      Objects.requireNonNull(challenge, "challenge");
    }
  }

  /** The source address or the partner is not allowed. */
  record Forbidden(Stranger stranger) implements Refusal {}

  /** The body is larger than the route takes. */
  record TooLarge() implements Refusal {}

  /** The body is not declared to be plain, unencoded JSON. */
  record UnsupportedMedia() implements Refusal {}

  /** The sender, or one who tried its credentials, has used up its rate. */
  record TooManyRequests(Duration retryAfter) implements Refusal {}

  /** The body did not come in the time that it may take. */
  record TooSlow() implements Refusal {}

  /** The event cannot be stored now; the sender should come back. */
  record Unavailable(Duration retryAfter) implements Refusal {
    /** The usual pause that a sender is asked for. */
    public static final Unavailable SHORTLY = new Unavailable(Duration.ofSeconds(10));
  }
}
