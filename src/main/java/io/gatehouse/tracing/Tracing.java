package io.gatehouse.tracing;

/** Begins stages; what follows what is in the traceparent that an event bears. */
public interface Tracing {

  /** Traces nothing. */
  Tracing NONE =
      new Tracing() {
        @Override
        public Stage webhook(String vendor) {
          return Stage.UNTRACED;
        }

        @Override
        public Stage send(Stage webhook, String queue) {
          return Stage.UNTRACED;
        }

        @Override
        public Stage delivery(String traceparent, String queue, String receiver) {
          return Stage.UNTRACED;
        }
      };

  /**
   * A request has come. It is always the first of its trace: a sender's own {@code traceparent} is
   * not looked at, so that nobody outside decides what is recorded.
   */
  Stage webhook(String vendor);

  /**
   * Its event is being sent.
   *
   * @param webhook the stage before
   */
  Stage send(Stage webhook, String queue);

  /**
   * An attempt is made to deliver it.
   *
   * @param traceparent that of the event; null or unreadable begins a trace
   */
  Stage delivery(String traceparent, String queue, String receiver);
}
