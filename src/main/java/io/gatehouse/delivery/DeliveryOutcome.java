package io.gatehouse.delivery;

import java.time.Duration;
import java.util.Optional;

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
}
