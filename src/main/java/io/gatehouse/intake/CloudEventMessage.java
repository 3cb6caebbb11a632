package io.gatehouse.intake;

import io.gatehouse.events.CloudEvent;
import io.gatehouse.tracing.TraceStage;
import io.gatehouse.webhook.Receipt;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsConstants;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * A bus message in CloudEvents' AMQP binding, binary mode: the Camel headers it consists of, and
 * which of them become JMS properties.
 */
final class CloudEventMessage {

  /** Artemis drops a second message to an address with the same value. */
  static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

  /**
   * The same value in bytes. The broker looks it up and remembers it in one step, and not in two as
   * for the other property: between two steps, an equal message from another gateway could get in.
   * The broker removes it when the message has arrived.
   */
  static final String DUPLICATE_ID_AT_ONCE = "_AMQ_BRIDGE_DUP";

  /** Messages of one group are delivered to one consumer, in order. */
  static final String GROUP_ID = "JMSXGroupID";

  /** Artemis turns this JMS property into AMQP's content-type. */
  static final String CONTENT_TYPE = "JMS_AMQP_ContentType";

  static final String ATTRIBUTE_PREFIX = "cloudEvents_";

  /** The path to which a quarantined request was sent; set on no other event. */
  static final String WEBHOOK_PATH = ATTRIBUTE_PREFIX + "webhookpath";

  private static final String ID = "gatehouse.event-id";
  private static final String EVENT = "gatehouse.event";
  private static final String DUPLICATE = "gatehouse.duplicate";
  private static final String EXPECTED_RECEIPT = "gatehouse.expected-receipt";

  private static final Set<String> ALLOWED =
      Set.of(
          DUPLICATE_ID,
          GROUP_ID,
          CONTENT_TYPE,
          "cloudEvents_specversion",
          "cloudEvents_id",
          "cloudEvents_source",
          "cloudEvents_type",
          "cloudEvents_subject",
          "cloudEvents_time",
          "cloudEvents_vendor",
          "cloudEvents_vendortype",
          "cloudEvents_partner",
          "cloudEvents_reason",
          "cloudEvents_receivedtime",
          "cloudEvents_traceparent",
          WEBHOOK_PATH);

  private CloudEventMessage() {}

  /** The value by which the broker detects a duplicate of the event. */
  static String duplicateId(CloudEvent event) {
    return event.source() + " " + event.id();
  }

  /** Replaces the exchange's message by the event's. */
  static void fill(
      Exchange exchange, CloudEvent event, Object data, String contentType, Receipt.Status status) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    event.attributes().forEach((name, value) -> message.setHeader(ATTRIBUTE_PREFIX + name, value));
    message.setHeader(DUPLICATE_ID, duplicateId(event));
    if (event.subject() != null) {
      message.setHeader(GROUP_ID, event.vendor() + " " + event.subject());
    }
    message.setHeader(CONTENT_TYPE, contentType);
    message.setHeader(JmsConstants.JMS_DESTINATION_NAME, event.address());
    message.setBody(data);
    exchange.setProperty(EVENT, event);
    exchange.setProperty(EXPECTED_RECEIPT, new Receipt(status, event.id()));
  }

  /** Returns the event of the message. */
  static CloudEvent event(Exchange exchange) {
    return exchange.getProperty(EVENT, CloudEvent.class);
  }

  /** Adds the message to a stage of its event's trace. */
  static void trace(Exchange exchange, TraceStage stage) {
    exchange.getMessage().setHeader(ATTRIBUTE_PREFIX + "traceparent", stage.traceparent());
  }

  /** Sets the event's id, whose log entry, if any, is written while the event is sent. */
  static void logEntry(Exchange exchange, EventId id) {
    exchange.setProperty(ID, id);
    if (id.occurrence() == EventId.Occurrence.AGAIN) {
      duplicate(exchange);
    }
  }

  /** Marks the event as a duplicate, as far as this gateway knows. */
  static void duplicate(Exchange exchange) {
    exchange.setProperty(DUPLICATE, true);
  }

  static boolean isDuplicate(Exchange exchange) {
    return exchange.getProperty(DUPLICATE) != null;
  }

  /** The id that was assigned to the event. */
  static EventId id(Exchange exchange) {
    return exchange.getProperty(ID, EventId.class);
  }

  /** The duplicate log entry to write while the event is sent. */
  static Optional<EventId.LogEntry> logEntry(Exchange exchange) {
    return Optional.ofNullable(id(exchange)).flatMap(EventId::logEntry);
  }

  /** The receipt for the sender once the message is on disk. */
  static Receipt expectedReceipt(Exchange exchange) {
    return exchange.getProperty(EXPECTED_RECEIPT, Receipt.class);
  }

  /** Lets only what an event consists of pass between Camel and JMS, in either direction. */
  static final class AllowedHeaders implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      return !ALLOWED.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return !ALLOWED.contains(name);
    }
  }
}
