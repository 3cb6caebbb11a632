package io.gatehouse.delivery;

/** Ends an attempt. It contains nothing of the event or of the response. */
final class NotDeliveredException extends RuntimeException {

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
