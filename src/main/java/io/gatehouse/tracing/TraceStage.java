package io.gatehouse.tracing;

/** One stage in an event's trace: its webhook, its send to the bus, an attempt to deliver it. */
public interface TraceStage {

  /** A stage for when nothing is traced. */
  TraceStage UNTRACED = new TraceStage() {};

  /** Whether the stage is traced; otherwise what it records is dropped. */
  default boolean isTraced() {
    return false;
  }

  /**
   * The value of the header {@code traceparent} for what follows; new each time if nothing is
   * traced.
   */
  default String traceparent() {
    return Traceparent.fresh().toString();
  }

  /** The value for what follows; the one from before the stage if nothing is traced. */
  default String traceparentAfter(String before) {
    return isTraced() ? traceparent() : before;
  }

  /** Sets the event of the stage. */
  default TraceStage about(String type, String eventId) {
    return this;
  }

  /**
   * Ends the stage. A stage that is never ended is not exported.
   *
   * @param outcome a fixed word
   * @param good whether the outcome is a success
   */
  default void end(String outcome, boolean good) {
    // Nothing is exported.
  }
}
