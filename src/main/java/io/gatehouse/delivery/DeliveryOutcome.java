package io.gatehouse.delivery;

import io.gatehouse.httpclient.CallFailure;
import io.gatehouse.httpclient.CallFailure.NoTokenException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.util.ObjectHelper;

/** The outcome of one attempt. */
sealed interface DeliveryOutcome {

  /** The receiver accepted the event. */
  record Delivered() implements DeliveryOutcome {}

  /** The route skipped the event: the receiver does not need it. */
  record Skipped() implements DeliveryOutcome {}

  /**
   * Another attempt may succeed.
   *
   * @param why a fixed word
   * @param status of the response, 0 if there was none
   * @param notBefore the minimum wait, if the receiver asked for one
   */
  record Later(String why, int status, Optional<Duration> notBefore, AttemptDetails evidence)
      implements DeliveryOutcome {}

  /**
   * No further attempt can succeed.
   *
   * @param why a fixed word
   * @param status of the response, 0 if there was none
   */
  record Never(String why, int status, AttemptDetails evidence) implements DeliveryOutcome {

    /** The event itself is at fault, and no receiver was called. */
    static Never unmappable() {
      return new Never("unmappable", 0, AttemptDetails.NONE);
    }
  }

  /**
   * The details of an attempt for operators. They contain nothing of the event.
   *
   * @param exception the simple class name of the failure; empty if there was a response
   * @param answer a {@link ResponseExcerpt}; empty if nothing of the response may be kept
   */
  record AttemptDetails(String exception, String answer) {

    static final AttemptDetails NONE = new AttemptDetails("", "");

    /** The details of a call that got no response. */
    static AttemptDetails of(Exception failure, QueuedEvent event) {
      NoTokenException noToken = ObjectHelper.getException(NoTokenException.class, failure);
      return new AttemptDetails(
          CallFailure.exception(failure),
          noToken == null ? "" : ResponseExcerpt.of(noToken.code(), event));
    }

    /** The details of a response. */
    static AttemptDetails of(String answer, QueuedEvent event) {
      return new AttemptDetails("", ResponseExcerpt.of(answer, event));
    }
  }

  /** Ends an attempt. It contains nothing of the event or of the response. */
  static final class NotDeliveredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient DeliveryOutcome outcome;

    NotDeliveredException(DeliveryOutcome outcome) {
      super(outcome.getClass().getSimpleName(), null, false, false);
      this.outcome = outcome;
    }

    DeliveryOutcome outcome() {
      return outcome;
    }
  }
}
