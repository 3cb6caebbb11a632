package io.gatehouse.tracing;

/** Begins stages; what follows what is in the traceparent that an event bears. */
public interface Tracing {

  /** Traces nothing. */
  Tracing NONE =
      new Tracing() {
        @Override
        public TraceStage webhook(String vendor) {
          return TraceStage.UNTRACED;
        }

        @Override
        public TraceStage send(TraceStage webhook, String queue) {
          return TraceStage.UNTRACED;
        }

        @Override
        public TraceStage delivery(String traceparent, String queue, String receiver) {
          return TraceStage.UNTRACED;
        }
      };

  /**
   * A request has come. It is always the first of its trace: a sender's own {@code traceparent} is
   * not looked at, so that nobody outside decides what is recorded.
   */
  TraceStage webhook(String vendor);

  /**
   * Its event is being sent.
   *
   * @param webhook the stage before
   */
  TraceStage send(TraceStage webhook, String queue);

  /**
   * An attempt is made to deliver it.
   *
   * @param traceparent that of the event; null or unreadable begins a trace
   */
  TraceStage delivery(String traceparent, String queue, String receiver);
}
