package io.gatehouse.intake;

import io.gatehouse.broker.MessageNames;
import io.gatehouse.webhook.BodyMemoryLimiter;
import io.gatehouse.webhook.FirstReceipt;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.UnreadableException;
import io.gatehouse.webhook.Webhook;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Replays a request from quarantine through its vendor's route, as if it had just arrived, with the
 * current keys and route file. Its sender was authenticated when it arrived. The resulting event
 * has the id that the sender got then, and the identity that the route finds now, so that the
 * vendor's own retry and a second replay are recognised as duplicates.
 */
@Component
public class RouteReplay {

  /** No route serves the path of the request; its vendor may be switched off. */
  public static final String NO_ROUTE = "no-route";

  /** The message was not written by this gateway. */
  public static final String FOREIGN = "not-a-request";

  /** A step refused the request, for its size or its content. */
  public static final String REFUSED = "refused";

  /** The route failed on the request; the route file must be corrected. */
  public static final String ROUTE_FAULT = RouteFaultMetrics.ROUTE_FAULT;

  /** The bus does not accept the event, or there is too little memory to read it at the moment. */
  public static final String BUS_DOWN = "bus-down";

  /**
   * The route did not end in time; the event may be on the bus, and a second replay is harmless.
   */
  public static final String NO_ANSWER = "no-answer";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ObjectProvider<CamelContext> camelContext;
  private final BodyMemoryLimiter bodies;

  RouteReplay(ObjectProvider<CamelContext> camelContext, BodyMemoryLimiter bodies) {
    this.camelContext = camelContext;
    this.bodies = bodies;
  }

  /**
   * Replays one quarantined message; the caller removes it from the queue.
   *
   * @return why the request must stay, as a fixed word: one of the above, or the reason for which
   *     it is still unreadable; empty if its event is on disk
   */
  public Optional<String> replay(Message kept) throws JMSException {
    try (BodyMemoryLimiter.Share memory = bodies.share()) {
      Optional<ReplayedWebhook> webhook = webhook(kept, memory);
      if (webhook.isEmpty()) {
        return Optional.of(FOREIGN);
      }
      Optional<Consumer> consumer = consumer(webhook.get());
      return consumer.isEmpty() ? Optional.of(NO_ROUTE) : through(consumer.get(), webhook.get());
    } catch (RefusedException | UnreadableException e) {
      return failureReason(e);
    }
  }

  private Optional<String> through(Consumer consumer, Webhook webhook) {
    Exchange exchange = consumer.createExchange(false);
    webhook.enter(exchange);
    CompletableFuture<Optional<String>> end = new CompletableFuture<>();
    AsyncProcessorConverterHelper.convert(consumer.getProcessor())
        .process(
            exchange,
            doneSync -> {
              end.complete(failureReason(exchange));
              consumer.releaseExchange(exchange, false);
            });
    try {
      return end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(NO_ANSWER);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.of(NO_ANSWER);
    }
  }

  private static Optional<String> failureReason(Exchange exchange) {
    if (exchange.getException() != null) {
      return failureReason(exchange.getException());
    }
    return Webhook.of(exchange).receipt().isEmpty()
        ? Optional.of("not-published")
        : Optional.empty();
  }

  private static Optional<String> failureReason(Exception failure) {
    if (failure instanceof RefusedException refused) {
      boolean ours = refused.problem() instanceof Problem.Unavailable;
      return Optional.of(ours ? BUS_DOWN : REFUSED);
    }
    return Optional.of(Quarantine.reasonOf(failure));
  }

  private Optional<Consumer> consumer(Webhook webhook) {
    CamelContext context = camelContext.getObject();
    return context.getRoutes().stream()
        .filter(route -> webhook.vendor().equals(route.getGroup()))
        .filter(route -> listensAt(webhook.path(), route))
        .filter(route -> context.getRouteController().getRouteStatus(route.getId()).isStarted())
        .map(Route::getConsumer)
        .findFirst();
  }

  private static boolean listensAt(String path, Route route) {
    return route.getEndpoint() instanceof PlatformHttpEndpoint http && path.equals(http.getPath());
  }

  private static Optional<ReplayedWebhook> webhook(Message kept, BodyMemoryLimiter.Share memory)
      throws JMSException {
    String path = kept.getStringProperty(EventPublication.WEBHOOK_PATH);
    String vendor = attribute(kept, "vendor");
    String id = attribute(kept, "id");
    if (!(kept instanceof BytesMessage bytes) || path == null || vendor == null || id == null) {
      return Optional.empty();
    }
    try {
      Instant received = Instant.parse(String.valueOf(attribute(kept, "receivedtime")));
      FirstReceipt firstReceipt =
          new FirstReceipt(id, received, Optional.ofNullable(attribute(kept, "partner")));
      memory.take(bytes.getBodyLength());
      byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
      bytes.readBytes(body);
      String contentType = kept.getStringProperty(MessageNames.CONTENT_TYPE);
      return Optional.of(
          new ReplayedWebhook(vendor, path, contentType, body, firstReceipt, memory));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String attribute(Message kept, String name) throws JMSException {
    return kept.getStringProperty(MessageNames.ATTRIBUTE + name);
  }
}
