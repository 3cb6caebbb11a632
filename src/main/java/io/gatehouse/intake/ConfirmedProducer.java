package io.gatehouse.intake;

import io.gatehouse.broker.DuplicateLog;
import io.gatehouse.broker.DurableSender;
import io.gatehouse.broker.OutgoingMessage;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.tracing.TraceStage;
import io.gatehouse.tracing.Tracing;
import io.gatehouse.webhook.Webhook;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sends, and continues the exchange on a route thread when the broker has confirmed. */
final class ConfirmedProducer extends DefaultAsyncProducer {

  private static final CompletableFuture<Void> NOTHING_TO_LOG =
      CompletableFuture.completedFuture(null);

  private final DurableSender sends;
  private final DuplicateLog duplicateLog;
  private final Tracing tracing;
  private final Executor routes;

  ConfirmedProducer(Endpoint endpoint, ConfirmedJmsConfiguration.ConfirmedComponent component) {
    super(endpoint);
    this.sends = component.sends();
    this.duplicateLog = component.duplicateLog();
    this.tracing = component.tracing();
    this.routes = component.routes();
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    EventPublication publication = EventPublication.of(exchange);
    CloudEvent event = publication.event();
    TraceStage stage = tracing.send(Webhook.of(exchange).stage(), event.address());
    stage.about(event.type(), event.id());
    OutgoingMessage message = publication.message(stage.traceparentAfter(event.traceparent()));
    CompletableFuture<Void> logged =
        publication
            .id()
            .logEntry()
            .map(
                entry ->
                    duplicateLog.append(entry.text(), entry.timeToLive()).thenRun(entry.onStored()))
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
    sends.send(publication.duplicateId(), message, stored);
    return false;
  }
}
