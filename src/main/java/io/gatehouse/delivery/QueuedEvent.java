package io.gatehouse.delivery;

import io.gatehouse.broker.MessageNames;
import io.gatehouse.delivery.SizedConsumer.StreamedText;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * An event in a receiving system's queue.
 *
 * @param attributes of the event, by their CloudEvents names
 * @param contentType of its data
 * @param data its data, in UTF-8 if it is text
 * @param isText whether it was sent as text
 * @param group the group within which order is kept: vendor and subject; null if it has no subject
 * @param attempts the number of earlier attempts
 */
record QueuedEvent(
    Map<String, String> attributes,
    String contentType,
    byte[] data,
    boolean isText,
    String group,
    int attempts) {

  static final String ATTEMPTS = "gatehouse_attempts";

  /**
   * Reads a message. Nothing is deserialised: only text and bytes can be an event.
   *
   * @return empty if the message is not an event
   */
  static Optional<QueuedEvent> read(Message message) throws JMSException {
    byte[] text = message instanceof TextMessage written ? text(written) : null;
    byte[] data = message instanceof BytesMessage raw ? bytes(raw) : text;
    Map<String, String> attributes = attributes(message);
    boolean isEvent =
        data != null && attributes.keySet().containsAll(java.util.Set.of("id", "source", "type"));
    if (!isEvent) {
      return Optional.empty();
    }
    String contentType = message.getStringProperty(MessageNames.CONTENT_TYPE);
    return Optional.of(
        new QueuedEvent(
            attributes,
            contentType == null ? "application/json" : contentType,
            data,
            text != null,
            message.getStringProperty(MessageNames.GROUP_ID),
            message.propertyExists(ATTEMPTS) ? message.getIntProperty(ATTEMPTS) : 0));
  }

  private static byte[] text(TextMessage message) throws JMSException {
    if (message instanceof StreamedText large) {
      return large.utf8();
    }
    return message.getText() == null ? null : message.getText().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(BytesMessage message) throws JMSException {
    byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
    message.readBytes(bytes);
    return bytes;
  }

  private static Map<String, String> attributes(Message message) throws JMSException {
    Map<String, String> attributes = new LinkedHashMap<>();
    Enumeration<?> names = message.getPropertyNames();
    while (names.hasMoreElements()) {
      String property = (String) names.nextElement();
      if (property.startsWith(MessageNames.ATTRIBUTE)) {
        attributes.put(
            property.substring(MessageNames.ATTRIBUTE.length()),
            message.getStringProperty(property));
      }
    }
    return attributes;
  }

  String id() {
    return attributes.get("id");
  }

  String type() {
    return attributes.get("type");
  }

  String traceparent() {
    return attributes.get("traceparent");
  }

  /** When a gateway received it; empty if the message does not contain the time. */
  Optional<Instant> received() {
    try {
      return Optional.ofNullable(attributes.get("receivedtime")).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The event's identity among all vendors' events (CloudEvents 1.0: source and id), as a digest.
   */
  String key() {
    return DigestUtils.sha256Hex(attributes.get("source") + " " + id());
  }

  /** The event's subject, as a digest, so that no vendor's subject is stored in the database. */
  Optional<String> subjectKey() {
    return Optional.ofNullable(group).map(subject -> DigestUtils.sha256Hex(subject));
  }
}
