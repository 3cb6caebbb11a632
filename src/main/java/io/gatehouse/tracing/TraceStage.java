package io.gatehouse.tracing;

/** One stage in an event's trace: its webhook, its send to the bus, an attempt to deliver it. */
public interface TraceStage {

  /** A stage for when nothing is traced. */
  TraceStage UNTRACED = new Untraced();

  /** Whether the stage is traced; otherwise what it records is dropped. */
  default boolean isTraced() {
    return true;
  }

  /**
   * The value of the header {@code traceparent} for what follows; new each time if nothing is
   * traced.
   */
  String traceparent();

  /** Sets the event of the stage. */
  TraceStage about(String type, String eventId);

  /**
   * Ends the stage. A stage that is never ended is not exported.
   *
   * @param outcome a fixed word
   * @param good whether the outcome is a success
   */
  void end(String outcome, boolean good);

  /** Traces nothing. */
  final class Untraced implements TraceStage {

    private Untraced() {}

    @Override
    public boolean isTraced() {
      return false;
    }

    @Override
    public String traceparent() {
      return Traceparent.fresh().toString();
    }

    @Override
    public TraceStage about(String type, String eventId) {
      return this;
    }

    @Override
    public void end(String outcome, boolean good) {
      // Nothing is exported.
    }
  }
}
