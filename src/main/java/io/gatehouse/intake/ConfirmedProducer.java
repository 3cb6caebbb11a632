package io.gatehouse.intake;

import io.gatehouse.broker.DuplicateLog;
import io.gatehouse.broker.DurableSender;
import io.gatehouse.broker.OutgoingMessage;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.tracing.TraceStage;
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

/** Sends, and continues the exchange on a route thread when the broker has confirmed. */
final class ConfirmedProducer extends DefaultAsyncProducer {

  private static final CompletableFuture<Void> NOTHING_TO_LOG =
      CompletableFuture.completedFuture(null);

  private final DurableSender sends;
  private final DuplicateLog duplicateLog;
  private final Tracing tracing;
  private final Executor routes;
  private final HeaderFilterStrategy headers;
  private final String queue;

  ConfirmedProducer(
      Endpoint endpoint, ConfirmedJmsConfiguration.Confirmed component, String queue) {
    super(endpoint);
    this.sends = component.sends();
    this.duplicateLog = component.duplicateLog();
    this.tracing = component.tracing();
    this.routes = component.routes();
    this.headers = component.getHeaderFilterStrategy();
    this.queue = queue;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    org.apache.camel.Message event = exchange.getMessage();
    String key = event.getHeader(CloudEventMessage.DUPLICATE_ID, "", String.class);
    String to = event.getHeader(JmsConstants.JMS_DESTINATION_NAME, queue, String.class);
    TraceStage stage = begin(exchange, to);
    OutgoingMessage outgoing =
        new OutgoingMessage(to, event.getBody(), properties(exchange), Duration.ZERO);
    Optional<EventId.LogEntry> logEntry = CloudEventMessage.logEntry(exchange);
    CompletableFuture<Void> logged =
        logEntry
            .map(one -> duplicateLog.append(one.text(), one.timeToLive()).thenRun(one.onStored()))
            .orElse(NOTHING_TO_LOG);
    CompletableFuture<Void> stored = new CompletableFuture<>();
    stored
        .thenCombine(logged, (first, second) -> first)
        .whenCompleteAsync(
            (done, failure) -> {
              stage.end(failure == null ? "stored" : "failed", failure == null);
              if (failure != null) {
                exchange.setException(failure);
              }
              callback.done(false);
            },
            routes);
    sends.send(key, outgoing, stored);
    return false;
  }

  private TraceStage begin(Exchange exchange, String to) {
    TraceStage stage = tracing.send(TraceStage.of(exchange), to);
    if (stage.isTraced()) {
      CloudEvent event = CloudEventMessage.event(exchange);
      stage.about(event.type(), event.id());
      CloudEventMessage.trace(exchange, stage);
    }
    return stage;
  }

  /**
   * The headers that may become JMS properties, copied now: the exchange may be over before the
   * message is written.
   */
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
    if (properties.get(CloudEventMessage.DUPLICATE_ID) instanceof String id) {
      properties.put(CloudEventMessage.DUPLICATE_ID_AT_ONCE, id.getBytes(StandardCharsets.UTF_8));
    }
    return properties;
  }
}
