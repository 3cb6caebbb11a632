package io.gatehouse.intake;

import io.gatehouse.broker.Utf8Text;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.events.EventRules;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tracing.EventLine;
import io.gatehouse.webhook.Webhook;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step behind the kamelet {@code publish}: builds the event and assigns its id; the component
 * {@code jms-confirmed} sends it. The parameters are jq expressions over the event's JSON.
 */
public final class Publish extends ServiceSupport implements Processor, CamelContextAware {

  private static final Logger LOG = LoggerFactory.getLogger(Publish.class);

  private CamelContext camelContext;
  private EventIdAssigner ids;
  private String id;
  private String identity;
  private boolean timeIdentifies;
  private Duration window;
  private String subject;
  private String time;
  private String partner;
  private String vendorType;
  private EventRules rules;

  public void setIds(EventIdAssigner ids) {
    this.ids = ids;
  }

  /** Picks the vendor's event id. */
  public void setId(String id) {
    this.id = id;
  }

  /** Picks the natural key, for events without an id. */
  public void setIdentity(String identity) {
    this.identity = identity;
  }

  /** Whether the time, if there is one, is part of the natural key. */
  public void setTimeIdentifies(boolean timeIdentifies) {
    this.timeIdentifies = timeIdentifies;
  }

  /** For how long an equal natural key means the same event, as an ISO 8601 duration. */
  public void setWindow(String window) {
    this.window = Duration.parse(window);
  }

  /** Picks the event's subject. */
  public void setSubject(String subject) {
    this.subject = subject;
  }

  /** Picks the event's time. */
  public void setTime(String time) {
    this.time = time;
  }

  /** Picks on whose behalf the vendor reports. */
  public void setPartner(String partner) {
    this.partner = partner;
  }

  /** Picks the vendor's own word for the event. */
  public void setVendorType(String vendorType) {
    this.vendorType = vendorType;
  }

  @Override
  protected void doInit() {
    if (window.isZero() || window.isNegative()) {
      throw new BadSettingException("window: \"%s\" is not a positive duration.".formatted(window));
    }
    rules =
        new EventRules(
            camelContext,
            new EventRules.Written(
                id, identity, timeIdentifies, window, subject, time, partner, vendorType));
  }

  @Override
  public void process(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    QuarantineFallback.requireAuthentic(webhook);
    EventRules.Reading reading = rules.read(exchange);
    EventId eventId = ids.idOf(reading.identity());
    CloudEvent derived = reading.event(eventId.value(), Instant.now());
    CloudEvent event = webhook.firstReceipt().map(derived::as).orElse(derived);
    webhook.setPublication(
        EventPublication.of(event, derived, eventId, new Utf8Text(webhook.text()), reading));
    if (eventId.occurrence() == EventId.Occurrence.DIFFERS) {
      EventLine.about(LOG.atInfo(), event.id(), event.traceparent())
          .log(
              "{} of {} has the natural key of an earlier event and different content",
              event.type(),
              event.vendor());
    }
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }
}
