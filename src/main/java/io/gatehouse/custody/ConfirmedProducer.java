package io.gatehouse.custody;

import io.gatehouse.bus.Draft;
import io.gatehouse.bus.DurableSends;
import io.gatehouse.bus.Notes;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.tracing.Stage;
import io.gatehouse.tracing.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sends, and continues the exchange on a route's thread when the broker has confirmed. */
final class ConfirmedProducer extends DefaultAsyncProducer {

  private static final CompletableFuture<Void> NOTHING_TO_NOTE =
      CompletableFuture.completedFuture(null);

  private final DurableSends sends;
  private final Notes notes;
  private final Tracing tracing;
  private final Executor routes;
  private final HeaderFilterStrategy headers;
  private final String queue;

  ConfirmedProducer(Endpoint endpoint, BusEndpoint.Confirmed component, String queue) {
    super(endpoint);
    this.sends = component.sends();
    this.notes = component.notes();
    this.tracing = component.tracing();
    this.routes = component.routes();
    this.headers = component.getHeaderFilterStrategy();
    this.queue = queue;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    org.apache.camel.Message event = exchange.getMessage();
    String key = event.getHeader(BusMessage.DUPLICATE_ID, "", String.class);
    String to = event.getHeader(JmsConstants.JMS_DESTINATION_NAME, queue, String.class);
    Stage stage = begin(exchange, to);
    Draft draft = new Draft(to, event.getBody(), properties(exchange), Duration.ZERO);
    Optional<EventId.Note> note = BusMessage.note(exchange);
    CompletableFuture<Void> noted =
        note.map(one -> notes.leave(one.text(), one.timeToLive()).thenRun(one.left()))
            .orElse(NOTHING_TO_NOTE);
    CompletableFuture<Void> stored = new CompletableFuture<>();
    stored
        .thenCombine(noted, (first, second) -> first)
        .whenCompleteAsync(
            (done, failure) -> {
              stage.end(failure == null ? "stored" : "failed", failure == null);
              if (failure != null) {
                exchange.setException(failure);
              }
              callback.done(false);
            },
            routes);
    sends.send(key, draft, stored);
    return false;
  }

  private Stage begin(Exchange exchange, String to) {
    Stage stage = tracing.send(Stage.of(exchange), to);
    if (stage.isTraced()) {
      CloudEvent event = BusMessage.event(exchange);
      stage.about(event.type(), event.id());
      BusMessage.trace(exchange, stage);
    }
    return stage;
  }

  /** What may pass into JMS, taken now: the exchange may be over before the message is written. */
  private Map<String, Object> properties(Exchange exchange) {
    Map<String, Object> properties = new LinkedHashMap<>();
    exchange
        .getMessage()
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (!headers.applyFilterToCamelHeaders(name, value, exchange)) {
                properties.put(name, value);
              }
            });
    if (properties.get(BusMessage.DUPLICATE_ID) instanceof String id) {
      properties.put(BusMessage.DUPLICATE_ID_AT_ONCE, id.getBytes(StandardCharsets.UTF_8));
    }
    return properties;
  }
}
