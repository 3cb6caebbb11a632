package io.gatehouse.webhook;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A step that reads the body. It runs once the whole body has been received, and holds no thread
 * while it waits for that.
 */
public abstract class BodyProcessor extends AsyncProcessorSupport {

  /**
   * Does the step's work; {@link Webhook#body()} returns the body.
   *
   * @throws Exception if the step fails, as with any processor
   */
  protected abstract void processReceived(Exchange exchange) throws Exception;

  /** Whether the step reads this exchange's body at all. */
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
      // Camel's own processors also treat errors, such as a stack overflow, as failures.
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  /**
   * Does the same for a caller that does not wait.
   *
   * @throws IllegalStateException if the body is needed and has not been received
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
