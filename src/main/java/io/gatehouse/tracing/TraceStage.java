package io.gatehouse.tracing;

import org.apache.camel.Exchange;

/** One stage of an event's way: its webhook, its send to the bus, an attempt to deliver it. */
public interface TraceStage {

  /** The exchange property that holds the stage that a route runs in. */
  String PROPERTY = "gatehouse.stage";

  /** A stage where nothing is traced. */
  TraceStage UNTRACED = new Untraced();

  /** The stage that an exchange is in. */
  static TraceStage of(Exchange exchange) {
    TraceStage stage = exchange.getProperty(PROPERTY, TraceStage.class);
    return stage == null ? UNTRACED : stage;
  }

  /** Whether it is one of a trace; else nothing that is told to it goes anywhere. */
  default boolean isTraced() {
    return true;
  }

  /** For the header {@code traceparent} of what follows; new each time where nothing is traced. */
  String traceparent();

  /** Says which event it is about. */
  TraceStage about(String type, String eventId);

  /**
   * Ends it. A stage that is never ended is not told of.
   *
   * @param outcome a fixed word
   * @param good whether that is how it should end
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
      // There is nobody to tell.
    }
  }
}
