package io.gatehouse.http;

import io.gatehouse.address.TrustedProxies;
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
import java.util.Optional;
import java.util.Set;
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

  private final transient Doors doors;
  private final transient Opening opening;
  private final transient TrustedProxies proxies;
  private final transient SenderLimits limits;
  private final transient Answers answers;
  private final transient Semaphore places;
  private final transient BodyBudget bodies = BodyBudget.ofHeap();

  /**
   * The servlet.
   *
   * @param places how many requests may be under way; one more is answered 503 at once
   */
  WebhookServlet(
      Doors doors,
      Opening opening,
      TrustedProxies proxies,
      SenderLimits limits,
      Answers answers,
      Semaphore places) {
    this.doors = doors;
    this.opening = opening;
    this.proxies = proxies;
    this.limits = limits;
    this.answers = answers;
    this.places = places;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Reply> handedOver = Reply.handedOver(request);
    if (handedOver.isPresent()) {
      handedOver.get().send(response);
    } else if (!opening.isOpen()) {
      answers.write(Answer.of(Refusal.Unavailable.SHORTLY), response);
    } else {
      take(request, response);
    }
  }

  private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Optional<WebhookConsumer> consumer = doors.at(request.getRequestURI());
    if (consumer.isEmpty()) {
      answers.write(elsewhere(request), response);
    } else if (!consumer.get().methods().contains(request.getMethod())) {
      answers.write(Answer.methodNotAllowed(consumer.get().methods()), response);
    } else {
      admit(request, response, consumer.get());
    }
  }

  private Answer elsewhere(HttpServletRequest request) {
    return opening.isTokenEndpoint(request.getRequestURI())
        ? Answer.methodNotAllowed(Set.of("POST"))
        : Answer.NOT_FOUND;
  }

  private void admit(
      HttpServletRequest request, HttpServletResponse response, WebhookConsumer consumer)
      throws IOException {
    try {
      InetAddress source =
          proxies.source(
              request.getRemoteAddr(), RequestHeaders.values(request, TrustedProxies.HEADER));
      limits.admit(consumer.vendor(), source);
      if (!places.tryAcquire()) {
        throw new RefusedException(Refusal.Unavailable.SHORTLY);
      }
      handOver(request, response, consumer, source);
    } catch (RefusedException e) {
      answers.write(Answer.of(e.refusal()), response);
    }
  }

  private void handOver(
      HttpServletRequest request,
      HttpServletResponse response,
      WebhookConsumer consumer,
      InetAddress source) {
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(PATIENCE.toMillis());
    ServletWebhook webhook = new ServletWebhook(request, source, consumer.vendor(), bodies);
    Reply reply =
        new Reply(
            async,
            answers,
            () -> {
              webhook.release();
              places.release();
            });
    async.addListener(reply);

    Exchange exchange = consumer.createExchange(false);
    exchange.setProperty(Webhook.PROPERTY, webhook);
    consumer
        .getAsyncProcessor()
        .process(
            exchange,
            doneSync -> {
              Answer answer = outcome(exchange);
              if (doneSync) {
                reply.send(answer);
              } else {
                reply.handOver(answer);
              }
              if (answer.status() == 401 || answer.status() == 403) {
                limits.refused(consumer.vendor(), source);
              }
              consumer.releaseExchange(exchange, false);
            });
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
