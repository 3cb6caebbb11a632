package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.ResponseListener;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request from its route to its response. */
final class RequestInFlight {

  private static final Logger LOG = LoggerFactory.getLogger(RequestInFlight.class);

  private static final int OK = 200;

  private final WebhookConsumer consumer;
  private final ServletWebhook webhook;
  private final AsyncResponder responder;
  private final RequestMetrics meters;
  private final SenderRateLimiter limits;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final long begun = System.nanoTime();

  RequestInFlight(
      WebhookConsumer consumer,
      ServletWebhook webhook,
      AsyncResponder responder,
      RequestMetrics meters,
      SenderRateLimiter limits) {
    this.consumer = consumer;
    this.webhook = webhook;
    this.responder = responder;
    this.meters = meters;
    this.limits = limits;
  }

  /** When the request began, as {@link System#nanoTime()}. */
  long begun() {
    return begun;
  }

  /** Sends the request through its route. */
  void start() {
    Exchange exchange = consumer.createExchange(false);
    webhook.enter(exchange);
    try {
      consumer.getAsyncProcessor().process(exchange, doneSync -> end(exchange));
    } catch (RuntimeException | Error e) {
      // If this were thrown on, the container would write a response of its own over this one.
      exchange.setException(e);
      end(exchange);
    }
  }

  /** Ends the request. Whatever fails here, the memory and the counts are released. */
  private void end(Exchange exchange) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      WebhookResponse answer = outcome(exchange.getException());
      webhook.leave();
      answer(answer, responder.send(answer, listener(answer)));
      endTrace(answer);
      consumer.releaseExchange(exchange, false);
    } finally {
      webhook.leave();
      consumer.leave();
    }
  }

  private ResponseListener listener(WebhookResponse answer) {
    return answer.status() == OK ? webhook.responseListener() : AsyncResponder.NOBODY;
  }

  boolean isAnswered() {
    return responder.isSent();
  }

  /** Answers a sender whose route takes too long; the route continues. */
  void giveUp(WebhookResponse answer) {
    answer(answer, responder.sendAndClose(answer));
  }

  /** Counts a refusal, if its response is the one that is sent. */
  private void answer(WebhookResponse answer, boolean isSent) {
    if (isSent) {
      if (answer.status() == 401 || answer.status() == 403) {
        limits.refused(consumer.vendor(), webhook.source());
      }
      meters.refused(consumer.vendor(), answer.reason());
    }
  }

  /** Ends the trace. No trace is exported for a request whose sender is unknown. */
  private void endTrace(WebhookResponse answer) {
    if (webhook.stage().isTraced() && webhook.authentic()) {
      boolean taken = answer.status() == OK;
      webhook.stage().end(taken ? webhook.publication().outcome() : answer.reason(), taken);
    }
  }

  private WebhookResponse outcome(Exception failure) {
    if (failure instanceof RefusedException refused) {
      return WebhookResponse.of(refused.problem());
    } else if (failure == null && webhook.receipt().isPresent()) {
      return WebhookResponse.of(webhook.receipt().get());
    }
    // No receipt means that the event is not on disk, whatever the route does: the sender must
    // retry.
    LOG.error(
        "A route of {} ended before the event was stored: {}",
        webhook.vendor(),
        failure == null ? "no step published the event" : kind(failure));
    return WebhookResponse.of(Problem.Unavailable.SHORTLY);
  }

  /** The class of a failure. Camel wraps errors, since an exchange holds exceptions only. */
  private static String kind(Exception failure) {
    boolean wrapped = failure instanceof CamelExecutionException && failure.getCause() != null;
    return (wrapped ? failure.getCause() : failure).getClass().getName();
  }
}
