package io.gatehouse.intake;

import io.gatehouse.broker.MessageNames;
import io.gatehouse.broker.OutgoingMessage;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.events.EventRules;
import io.gatehouse.webhook.Publication;
import io.gatehouse.webhook.Receipt;
import io.gatehouse.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** An event that a route publishes, and its message for the bus. */
final class EventPublication implements Publication {

  private static final int MOST_PROPERTIES = 32;
  private static final String TRACEPARENT = MessageNames.ATTRIBUTE + "traceparent";

  /** The path to which a quarantined request was sent; set on no other event. */
  static final String WEBHOOK_PATH = MessageNames.ATTRIBUTE + "webhookpath";

  private final CloudEvent event;
  private final EventId id;
  private final Object body;
  private final String contentType;
  private final String duplicateId;
  private final Receipt receipt;
  private final Optional<String> webhookPath;
  private final Optional<EventRules.Reading> reading;
  private boolean duplicate;
  private boolean stored;

  private EventPublication(
      CloudEvent event,
      EventId id,
      Object body,
      String contentType,
      String duplicateId,
      Receipt.Status status,
      Optional<String> webhookPath,
      Optional<EventRules.Reading> reading) {
    this.event = event;
    this.id = id;
    this.body = body;
    this.contentType = contentType;
    this.duplicateId = duplicateId;
    this.receipt = new Receipt(status, event.id());
    this.webhookPath = webhookPath;
    this.reading = reading;
    this.duplicate = id.occurrence() == EventId.Occurrence.AGAIN;
  }

  /**
   * The publication of an event that a route has read.
   *
   * @param event with the id that is published
   * @param derived the same with the id that is derived from its content
   */
  static EventPublication of(
      CloudEvent event, CloudEvent derived, EventId id, Object body, EventRules.Reading reading) {
    // Not the first receipt's id: the vendor may have sent the event again in a readable form.
    return new EventPublication(
        event,
        id,
        body,
        "application/json",
        duplicateId(derived),
        Receipt.Status.ACCEPTED,
        Optional.empty(),
        Optional.of(reading));
  }

  /** The publication of a request that cannot be read, which is kept as it came. */
  static EventPublication quarantined(CloudEvent event, EventId id, Webhook webhook) {
    return new EventPublication(
        event,
        id,
        webhook.body(),
        webhook.contentType(),
        duplicateId(event),
        Receipt.Status.QUARANTINED,
        Optional.of(webhook.path()),
        Optional.empty());
  }

  private static String duplicateId(CloudEvent event) {
    return event.source() + " " + event.id();
  }

  /** The publication of an exchange whose route has a step that publishes. */
  static EventPublication of(Exchange exchange) {
    if (Webhook.of(exchange).publication() instanceof EventPublication publication) {
      return publication;
    }
    throw new IllegalStateException("This step sends before a step has made the event");
  }

  CloudEvent event() {
    return event;
  }

  EventId id() {
    return id;
  }

  /** The value by which the broker detects a duplicate of the event. */
  String duplicateId() {
    return duplicateId;
  }

  /** The receipt that the sender gets once the event is on disk. */
  Receipt receipt() {
    return receipt;
  }

  /** What the route found in the event; empty for one that cannot be read. */
  Optional<EventRules.Reading> reading() {
    return reading;
  }

  /** Marks the event as a duplicate, as far as this gateway knows. */
  void markDuplicate() {
    duplicate = true;
  }

  /** Marks the event as being on disk, by this request or by an equal one. */
  void markStored() {
    stored = true;
  }

  boolean isStored() {
    return stored;
  }

  @Override
  public String outcome() {
    if (duplicate) {
      return "duplicate";
    } else if (event.type().equals(CloudEvent.QUARANTINED)) {
      return "quarantined";
    } else if (id.occurrence() == EventId.Occurrence.DIFFERS) {
      return "differs";
    }
    return event.type().equals(CloudEvent.UNCLASSIFIED) ? "unclassified" : "accepted";
  }

  /**
   * The message, in CloudEvents' AMQP binding, binary mode.
   *
   * @param traceparent of the stage that sends it
   */
  OutgoingMessage message(String traceparent) {
    Map<String, Object> properties = new LinkedHashMap<>(MOST_PROPERTIES, 1);
    event
        .attributes()
        .forEach((name, value) -> properties.put(MessageNames.ATTRIBUTE + name, value));
    properties.put(TRACEPARENT, traceparent);
    webhookPath.ifPresent(path -> properties.put(WEBHOOK_PATH, path));
    properties.put(MessageNames.DUPLICATE_ID, duplicateId);
    properties.put(MessageNames.DUPLICATE_ID_AT_ONCE, duplicateId.getBytes(StandardCharsets.UTF_8));
    if (event.subject() != null) {
      properties.put(MessageNames.GROUP_ID, event.vendor() + " " + event.subject());
    }
    properties.put(MessageNames.CONTENT_TYPE, contentType);
    return new OutgoingMessage(event.address(), body, properties, Duration.ZERO);
  }
}
