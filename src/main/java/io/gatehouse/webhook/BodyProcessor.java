package io.gatehouse.webhook;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A step that looks into the body. It runs once the whole body has been received; while it waits
 * for that, it holds no thread.
 */
public abstract class BodyProcessor extends AsyncProcessorSupport {

  /**
   * Does the step's work; {@link Webhook#body()} has the body.
   *
   * @throws Exception what the step has to say, as of any processor
   */
  protected abstract void processReceived(Exchange exchange) throws Exception;

  /** Whether the step looks into this exchange's body at all. */
  protected boolean needsBody(Exchange exchange) {
    return true;
  }

  @Override
  public final boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      boolean received =
          !needsBody(exchange)
              || Webhook.of(exchange)
                  .receiveBody(
                      () -> {
                        run(exchange);
                        callback.done(false);
                      });
      if (!received) {
        return false;
      }
      processReceived(exchange);
    } catch (Throwable e) {
      // Camel's own processors take errors, such as a stack that overflows, for failures as well.
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  /**
   * The same for a caller that does not wait.
   *
   * @throws IllegalStateException where the body is needed and has not been received
   */
  @Override
  public final void process(Exchange exchange) throws Exception {
    processReceived(exchange);
  }

  private void run(Exchange exchange) {
    try {
      processReceived(exchange);
    } catch (Throwable e) {
      exchange.setException(e);
    }
  }
}
