package io.gatehouse.delivery;

import io.gatehouse.broker.MessageNames;
import io.gatehouse.delivery.DeliveryOutcome.AttemptDetails;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Moves one message, within the transaction in which it was taken off its queue: either both happen
 * or neither. The copy has no duplicate id, since a known one would roll the transaction back.
 *
 * @param session of the consumer
 * @param message as it was received
 * @param queue from which it was received
 */
record MessageMover(Session session, Message message, String queue) {

  /**
   * Makes sure that the connection is still open, by querying the broker for the queue. Otherwise
   * the broker has given the event to another consumer, which may have delivered it meanwhile: a
   * waiting entry for it would block its subject, and would never be removed.
   *
   * @throws JMSException if the event is no longer this consumer's
   */
  void stillOurs() throws JMSException {
    session.createProducer(session.createQueue(queue)).close();
  }

  /** Puts the message back into its queue, to be delivered again at that time. */
  void later(Instant when, int attempts) throws JMSException {
    send(
        queue,
        Map.of(MessageNames.NOT_BEFORE, when.toEpochMilli(), QueuedEvent.ATTEMPTS, attempts));
  }

  /**
   * Moves the message to the dead letters.
   *
   * @param reason a fixed word
   * @param kind how the last attempt failed, a fixed word
   * @param status of the receiver's last response, 0 if there was none
   */
  void deadLetter(String reason, String kind, int status, int attempts, AttemptDetails evidence)
      throws JMSException {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(MessageNames.ATTRIBUTE + "reason", reason);
    properties.put("gatehouse_queue", queue);
    properties.put("gatehouse_kind", kind);
    properties.put("gatehouse_status", status);
    properties.put(QueuedEvent.ATTEMPTS, attempts);
    if (!evidence.exception().isEmpty()) {
      properties.put("gatehouse_exception", evidence.exception());
    }
    if (!evidence.answer().isEmpty()) {
      properties.put("gatehouse_answer", evidence.answer());
    }
    send(MessageNames.DEAD_LETTERS, properties);
  }

  private void send(String destination, Map<String, Object> properties) throws JMSException {
    Message copy = copy();
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      copy.setObjectProperty(property.getKey(), property.getValue());
    }
    try (MessageProducer producer = session.createProducer(session.createQueue(destination))) {
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      producer.send(copy);
    }
  }

  private Message copy() throws JMSException {
    Map<String, Object> kept = new LinkedHashMap<>();
    Enumeration<?> names = message.getPropertyNames();
    while (names.hasMoreElements()) {
      String property = (String) names.nextElement();
      if (isKept(property)) {
        kept.put(property, message.getObjectProperty(property));
      }
    }
    Message copy = sameBody();
    for (Map.Entry<String, Object> property : kept.entrySet()) {
      copy.setObjectProperty(property.getKey(), property.getValue());
    }
    return copy;
  }

  private static boolean isKept(String property) {
    return property.startsWith(MessageNames.ATTRIBUTE)
        || property.equals(MessageNames.GROUP_ID)
        || property.equals(MessageNames.CONTENT_TYPE);
  }

  private Message sameBody() throws JMSException {
    if (message instanceof TextMessage text) {
      return session.createTextMessage(text.getText());
    }
    if (message instanceof BytesMessage raw) {
      byte[] bytes = new byte[Math.toIntExact(raw.getBodyLength())];
      raw.reset();
      raw.readBytes(bytes);
      BytesMessage copy = session.createBytesMessage();
      copy.writeBytes(bytes);
      return copy;
    }
    // A body of another type is moved as it is, unread.
    message.clearProperties();
    return message;
  }
}
