package io.gatehouse.intake;

import com.fasterxml.jackson.core.JacksonException;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.events.EventRules;
import io.gatehouse.tracing.EventLine;
import io.gatehouse.webhook.BodyProcessor;
import io.gatehouse.webhook.UnreadableException;
import io.gatehouse.webhook.Webhook;
import java.time.Duration;
import java.time.Instant;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The step behind the kamelet {@code quarantine}: publishes the request's raw bytes. The variable
 * {@code reason} gives the reason; without it, the failure of the route does, or else {@code
 * set-aside}. The variable {@code id} identifies the event if it is known. A replayed request that
 * arrives here is still unreadable and stays in quarantine.
 */
@Component("quarantine")
class Quarantine extends BodyProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  /** The reason if the route quarantines a request without giving one. */
  private static final String SET_ASIDE = "set-aside";

  private static final Duration WINDOW = Duration.ofHours(2);

  private final EventIdAssigner ids;

  Quarantine(EventIdAssigner ids) {
    this.ids = ids;
  }

  @Override
  protected void processReceived(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    QuarantineFallback.requireAuthentic(webhook);
    String reason = reasonOf(exchange);
    if (webhook.firstReceipt().isPresent()) {
      // The broker would drop a second copy as a duplicate, and the first would be removed.
      throw new UnreadableException(reason);
    }
    EventId id = ids.idOf(EventRules.identityOfUnreadable(exchange, WINDOW));
    CloudEvent event = EventRules.unreadable(exchange, id.value(), reason, Instant.now());
    EventLine.about(LOG.atWarn(), event.id(), event.traceparent())
        .log("Quarantined a request of {}: {}", webhook.vendor(), reason);
    webhook.setPublication(EventPublication.quarantined(event, id, webhook));
  }

  private static String reasonOf(Exchange exchange) {
    String given = exchange.getVariable("reason", String.class);
    return given == null || given.isBlank() ? SET_ASIDE : given;
  }

  /**
   * The fixed word for a failure. A failure that is neither raised by a step nor found by the JSON
   * reader is a fault of the route, whatever the content: nothing in a route file may fail on an
   * event.
   */
  static String reasonOf(Exception failure) {
    UnreadableException unreadable = ObjectHelper.getException(UnreadableException.class, failure);
    if (unreadable != null) {
      return unreadable.reason();
    }
    // jq's own failures are Jackson exceptions as well, but the text is not at fault.
    boolean malformed =
        ObjectHelper.getException(JacksonException.class, failure) != null
            && ObjectHelper.getException(JsonQueryException.class, failure) == null;
    return malformed ? "malformed" : RouteFaultMetrics.ROUTE_FAULT;
  }
}
