package io.gatehouse.webhook;

import java.time.Duration;
import java.util.Objects;

/**
 * Why a request is refused. The sender can correct every cause except {@link Unavailable}, which is
 * the gateway's. The HTTP edge maps refusals to status codes in one place.
 */
public sealed interface Problem {

  /** The request itself is malformed, for instance by an invalid address in a proxy's header. */
  record Malformed() implements Problem {}

  /** Which check failed; the response does not tell the sender. */
  enum ForbiddenReason {
    SOURCE,
    PARTNER
  }

  /** Credentials are missing or wrong; the response does not tell which. */
  record Unauthorized(String challenge) implements Problem {
    public Unauthorized {
      Objects.requireNonNull(challenge, "challenge");
    }
  }

  /** The source address or the partner is not allowed. */
  record Forbidden(ForbiddenReason reason) implements Problem {}

  /** The body is larger than the route allows. */
  record TooLarge() implements Problem {}

  /** The body is not declared to be plain, unencoded JSON. */
  record UnsupportedMedia() implements Problem {}

  /** The sender, or somebody who tried its credentials, has used up its rate. */
  record TooManyRequests(Duration retryAfter) implements Problem {}

  /** The body did not arrive in the time allowed. */
  record TooSlow() implements Problem {}

  /** The event cannot be stored now; the sender should try again later. */
  record Unavailable(Duration retryAfter) implements Problem {
    /** The usual time after which a sender should try again. */
    public static final Unavailable SHORTLY = new Unavailable(Duration.ofSeconds(10));
  }
}
