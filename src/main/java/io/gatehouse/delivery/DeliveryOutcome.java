package io.gatehouse.delivery;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt. */
sealed interface DeliveryOutcome {

  /** The receiver has the event. */
  record Delivered() implements DeliveryOutcome {}

  /** The receiver need not have it: the route left it out. */
  record Skipped() implements DeliveryOutcome {}

  /**
   * It may succeed later.
   *
   * @param why a fixed word
   * @param status the answer's, 0 where there was none
   * @param notBefore the least time to wait, where the receiver named one
   */
  record Later(String why, int status, Optional<Duration> notBefore, AttemptDetails evidence)
      implements DeliveryOutcome {}

  /**
   * It will not succeed, however often it is tried.
   *
   * @param why a fixed word
   * @param status the answer's, 0 where there was none
   */
  record Never(String why, int status, AttemptDetails evidence) implements DeliveryOutcome {

    /** The event itself is at fault, and nobody was asked. */
    static Never unmappable() {
      return new Never("unmappable", 0, AttemptDetails.NONE);
    }
  }
}
