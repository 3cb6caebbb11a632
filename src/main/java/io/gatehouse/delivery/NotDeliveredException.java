package io.gatehouse.delivery;

/** Ends an attempt. It carries nothing of the event or of the answer. */
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
