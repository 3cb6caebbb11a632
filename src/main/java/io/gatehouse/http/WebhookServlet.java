package io.gatehouse.http;

import io.gatehouse.address.TrustedProxies;
import io.gatehouse.custody.Custody;
import io.gatehouse.tracing.Stage;
import io.gatehouse.tracing.Tracing;
import io.gatehouse.webhook.Receipt;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that comes to the vendors' port and is not Spring Security's. */
class WebhookServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookServlet.class);

  /** Kompar gives up after 10 seconds; what takes longer is to be retried. */
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private final transient Entrance entrance;
  private final transient TrustedProxies proxies;
  private final transient SenderLimits limits;
  private final transient Answers answers;
  private final transient RequestMeters meters;
  private final transient Tracing tracing;
  private final transient Semaphore places;
  private final transient BodyBudget bodies = BodyBudget.ofHeap();

  /**
   * The servlet.
   *
   * @param places how many requests may be under way; one more is answered 503 at once
   */
  WebhookServlet(
      Entrance entrance,
      TrustedProxies proxies,
      SenderLimits limits,
      Answers answers,
      RequestMeters meters,
      Tracing tracing,
      Semaphore places) {
    this.entrance = entrance;
    this.proxies = proxies;
    this.limits = limits;
    this.answers = answers;
    this.meters = meters;
    this.tracing = tracing;
    this.places = places;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Entrance.Way way = entrance.of(request);
    if (way.in() == null) {
      answers.write(way.out(), response);
      meters.refused(way.vendor(), way.out().reason());
    } else {
      admit(way.request(), response, way.in());
    }
  }

  private void admit(
      HttpServletRequest request, HttpServletResponse response, WebhookConsumer consumer)
      throws IOException {
    long begun = System.nanoTime();
    boolean handedOver = false;
    try {
      InetAddress source =
          proxies.source(
              request.getRemoteAddr(), RequestHeaders.values(request, TrustedProxies.HEADER));
      limits.admit(consumer.vendor(), source);
      if (!places.tryAcquire()) {
        throw new RefusedException(Refusal.Unavailable.SHORTLY);
      }
      handOver(request, response, consumer, source);
      handedOver = true;
    } catch (RefusedException e) {
      Answer answer = Answer.of(e.refusal());
      answers.write(answer, response);
      meters.record(consumer.vendor(), answer, begun);
    } finally {
      if (!handedOver) {
        consumer.leave();
      }
    }
  }

  private void handOver(
      HttpServletRequest request,
      HttpServletResponse response,
      WebhookConsumer consumer,
      InetAddress source) {
    long begun = System.nanoTime();
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(PATIENCE.toMillis());
    ServletWebhook webhook = new ServletWebhook(request, source, consumer.vendor(), bodies);
    Reply reply =
        new Reply(
            async,
            answers,
            webhook::answered,
            () -> {
              webhook.release();
              places.release();
            });
    async.addListener(reply);

    Exchange exchange = consumer.createExchange(false);
    exchange.setProperty(Webhook.PROPERTY, webhook);
    Stage stage = tracing.webhook(consumer.vendor());
    if (stage.isTraced()) {
      exchange.setProperty(Stage.PROPERTY, stage);
    }
    Thread container = Thread.currentThread();
    consumer
        .getAsyncProcessor()
        .process(
            exchange,
            doneSync -> {
              Answer answer = outcome(exchange);
              if (Thread.currentThread() == container) {
                reply.send(answer);
              } else {
                reply.handOver(answer);
              }
              if (answer.status() == 401 || answer.status() == 403) {
                limits.refused(consumer.vendor(), source);
              }
              meters.record(consumer.vendor(), answer, begun);
              end(stage, exchange, answer);
              consumer.releaseExchange(exchange, false);
              consumer.leave();
            });
  }

  /** Of a request whose sender nobody knows, no collector is told. */
  private static void end(Stage stage, Exchange exchange, Answer answer) {
    if (stage.isTraced() && Webhook.of(exchange).authentic()) {
      boolean taken = answer.status() == 200;
      stage.end(taken ? Custody.outcome(exchange) : answer.reason(), taken);
    }
  }

  private static Answer outcome(Exchange exchange) {
    Exception failure = exchange.getException();
    Receipt receipt = exchange.getProperty(Receipt.PROPERTY, Receipt.class);
    if (failure instanceof RefusedException refused) {
      return Answer.of(refused.refusal());
    } else if (failure == null && receipt != null) {
      return Answer.of(receipt);
    }
    // No receipt means not on disk, whatever the route says: the sender has to come again.
    LOG.error(
        "A route of {} ended without custody: {}",
        Webhook.of(exchange).vendor(),
        failure == null ? "no step published the event" : failure.getClass().getName());
    return Answer.of(Refusal.Unavailable.SHORTLY);
  }
}
