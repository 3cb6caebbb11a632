package io.gatehouse.tracing;

/** Begins stages; later stages continue the traceparent of the event. */
public interface Tracing {

  /** Traces nothing. */
  Tracing NONE = new Tracing() {};

  /**
   * A request has arrived. It always begins a new trace: a sender's own {@code traceparent} is
   * ignored, so that nobody outside decides what is recorded.
   */
  default TraceStage webhook(String vendor) {
    return TraceStage.UNTRACED;
  }

  /**
   * Its event is being sent.
   *
   * @param webhook the stage before
   */
  default TraceStage send(TraceStage webhook, String queue) {
    return TraceStage.UNTRACED;
  }

  /**
   * An attempt is made to deliver it.
   *
   * @param traceparent that of the event; null or invalid begins a new trace
   */
  default TraceStage delivery(String traceparent, String queue, String receiver) {
    return TraceStage.UNTRACED;
  }
}
