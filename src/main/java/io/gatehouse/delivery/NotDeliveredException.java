package io.gatehouse.delivery;

/** Ends an attempt. It carries nothing of the event or of the answer. */
final class NotDeliveredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  NotDeliveredException(Outcome outcome) {
    super(outcome.getClass().getSimpleName(), null, false, false);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }
}
