package io.gatehouse.web;

import io.gatehouse.intake.QuarantineFallback;
import io.gatehouse.tracing.TraceStage;
import io.gatehouse.tracing.Tracing;
import io.gatehouse.webhook.Receipt;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.ResponseListener;
import io.gatehouse.webhook.Webhook;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way through its route, to its answer. */
final class RequestInFlight {

  private static final Logger LOG = LoggerFactory.getLogger(RequestInFlight.class);

  private static final int OK = 200;

  private final WebhookConsumer consumer;
  private final ServletWebhook webhook;
  private final AsyncResponder reply;
  private final RequestMetrics meters;
  private final SenderRateLimiter limits;
  private final Tracing tracing;
  private TraceStage stage = TraceStage.UNTRACED;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final long begun = System.nanoTime();

  RequestInFlight(
      WebhookConsumer consumer,
      ServletWebhook webhook,
      AsyncResponder reply,
      RequestMetrics meters,
      SenderRateLimiter limits,
      Tracing tracing) {
    this.consumer = consumer;
    this.webhook = webhook;
    this.reply = reply;
    this.meters = meters;
    this.limits = limits;
    this.tracing = tracing;
  }

  /** When the request began, as {@link System#nanoTime()} has it. */
  long begun() {
    return begun;
  }

  /** Sends the request through its route. */
  void start() {
    stage = tracing.webhook(consumer.vendor());
    Exchange exchange = consumer.createExchange(false);
    exchange.setProperty(Webhook.PROPERTY, webhook);
    if (stage.isTraced()) {
      exchange.setProperty(TraceStage.PROPERTY, stage);
    }
    try {
      consumer.getAsyncProcessor().process(exchange, doneSync -> end(exchange));
    } catch (RuntimeException | Error e) {
      // Thrown on, it would have the container write an answer of its own over this one.
      exchange.setException(e);
      end(exchange);
    }
  }

  /** Whatever fails here, the place, the memory and the route's count are given back. */
  private void end(Exchange exchange) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      WebhookResponse answer = outcome(exchange);
      webhook.leave();
      answer(answer, reply.send(answer, told(answer)));
      endTrace(exchange, answer);
      consumer.releaseExchange(exchange, false);
    } finally {
      webhook.leave();
      consumer.leave();
    }
  }

  private ResponseListener told(WebhookResponse answer) {
    return answer.status() == OK ? webhook::answered : AsyncResponder.NOBODY;
  }

  boolean isAnswered() {
    return reply.isSent();
  }

  /** Answers a sender whose route takes too long; the route goes on. */
  void giveUp(WebhookResponse answer) {
    answer(answer, reply.sendAndClose(answer));
  }

  /** Counts a refusal, if it is the answer that is sent. */
  private void answer(WebhookResponse answer, boolean isSent) {
    if (isSent) {
      if (answer.status() == 401 || answer.status() == 403) {
        limits.refused(consumer.vendor(), webhook.source());
      }
      meters.refused(consumer.vendor(), answer.reason());
    }
  }

  /** Of a request whose sender nobody knows, no collector is told. */
  private void endTrace(Exchange exchange, WebhookResponse answer) {
    if (stage.isTraced() && webhook.authentic()) {
      boolean taken = answer.status() == OK;
      stage.end(taken ? QuarantineFallback.outcome(exchange) : answer.reason(), taken);
    }
  }

  private static WebhookResponse outcome(Exchange exchange) {
    Exception failure = exchange.getException();
    Receipt receipt = exchange.getProperty(Receipt.PROPERTY, Receipt.class);
    if (failure instanceof RefusedException refused) {
      return WebhookResponse.of(refused.refusal());
    } else if (failure == null && receipt != null) {
      return WebhookResponse.of(receipt);
    }
    // No receipt means not on disk, whatever the route says: the sender has to come again.
    LOG.error(
        "A route of {} ended without custody: {}",
        Webhook.of(exchange).vendor(),
        failure == null ? "no step published the event" : kind(failure));
    return WebhookResponse.of(Refusal.Unavailable.SHORTLY);
  }

  /** Camel wraps an error, for which an exchange has no place. */
  private static String kind(Exception failure) {
    boolean wrapped = failure instanceof CamelExecutionException && failure.getCause() != null;
    return (wrapped ? failure.getCause() : failure).getClass().getName();
  }
}
