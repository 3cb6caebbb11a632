package io.gatehouse.admin;

import io.gatehouse.broker.MessageNames;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A parked message as an operator sees it, without its payload.
 *
 * @param handle identifies the message: its id and, if the broker moved it here, the queue it came
 *     from, because copies of one message have one id
 * @param attributes of the event, by their CloudEvents names
 * @param origin the queue that it came from, as {@code <address>::<queue>}; null if it was sent
 *     here directly
 * @param receiver who gave up: a receiver's name, or the queue of a bus consumer
 * @param failure how the last attempt at a receiver failed, for an operator to read
 * @param status of the receiver's last response
 * @param attempts the number of delivery attempts
 * @param deliveredByUs whether the gateway's own delivery gave up
 * @param readable whether its body is text or bytes
 */
record ParkedMessage(
    String handle,
    Map<String, String> attributes,
    String origin,
    String receiver,
    Map<String, String> failure,
    Object status,
    Object attempts,
    boolean deliveredByUs,
    boolean readable) {

  static final String MESSAGE_ID = "ID:";
  static final char MARK = '~';

  /** The queue of the event that delivery gave up. */
  static final String QUEUE = "gatehouse_queue";

  /** The prefix of receivers' queues, followed by a receiver's name. */
  static final String RECEIVERS_QUEUE = "deliver.";

  /** Separates address and queue; a redriven message has the full name as address. */
  private static final String FULL_NAME = "::";

  private static final List<String> FAILURE = List.of("kind", "exception", "answer");
  private static final List<String> SHOWN =
      List.of("id", "type", "vendor", "subject", "reason", "receivedtime");

  static ParkedMessage of(Message message) throws JMSException {
    String ours = message.getStringProperty(QUEUE);
    String moved = ours == null ? message.getStringProperty(MessageNames.ORIGINAL_QUEUE) : null;
    String queue = ours == null ? moved : ours;
    String address = ours == null ? message.getStringProperty(MessageNames.ORIGINAL_ADDRESS) : ours;
    return new ParkedMessage(
        handle(message, moved),
        attributes(message),
        queue == null || address == null ? null : address.split(FULL_NAME)[0] + FULL_NAME + queue,
        queue != null && queue.startsWith(RECEIVERS_QUEUE)
            ? queue.substring(RECEIVERS_QUEUE.length())
            : queue,
        failure(message),
        message.getObjectProperty("gatehouse_status"),
        message.getObjectProperty("gatehouse_attempts"),
        ours != null,
        message instanceof TextMessage || message instanceof BytesMessage);
  }

  /**
   * What delivery recorded: a word for the failure, an exception's class, words of the response.
   */
  private static Map<String, String> failure(Message message) throws JMSException {
    Map<String, String> failure = new LinkedHashMap<>();
    for (String name : FAILURE) {
      if (message.propertyExists("gatehouse_" + name)) {
        failure.put(name, message.getStringProperty("gatehouse_" + name));
      }
    }
    return failure;
  }

  private static String handle(Message message, String moved) throws JMSException {
    String id = Objects.requireNonNullElse(message.getJMSMessageID(), "");
    String bare = id.startsWith(MESSAGE_ID) ? id.substring(MESSAGE_ID.length()) : id;
    return moved == null ? bare : bare + MARK + moved;
  }

  private static Map<String, String> attributes(Message message) throws JMSException {
    Map<String, String> attributes = new TreeMap<>();
    for (String name : properties(message)) {
      if (name.startsWith(MessageNames.ATTRIBUTE)) {
        attributes.put(
            name.substring(MessageNames.ATTRIBUTE.length()), message.getStringProperty(name));
      }
    }
    return attributes;
  }

  /** The names of a message's properties. */
  static List<String> properties(Message message) throws JMSException {
    Enumeration<?> names = message.getPropertyNames();
    return Collections.list(names).stream().map(String.class::cast).toList();
  }

  String attribute(String name) {
    return attributes.get(name);
  }

  /** The fields for a list. */
  Map<String, Object> line() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("message", handle);
    SHOWN.forEach(name -> line.put(name, attribute(name)));
    line.put("receiver", receiver);
    line.putAll(failure);
    line.put("status", status);
    line.put("attempts", attempts);
    line.values().removeIf(Objects::isNull);
    return line;
  }

  /** All fields. */
  Map<String, Object> whole() {
    Map<String, Object> whole = line();
    whole.put("attributes", attributes);
    if (origin != null) {
      whole.put("origin", origin);
    }
    return whole;
  }

  /** The payload of a message: text unchanged, bytes in base64. */
  static Map<String, Object> payload(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return Map.of("payload", text.getText(), "encoding", "text");
    } else if (message instanceof BytesMessage bytes) {
      return Map.of(
          "payload", Base64.getEncoder().encodeToString(bytes(bytes)), "encoding", "base64");
    }
    return Map.of();
  }

  static byte[] bytes(BytesMessage message) throws JMSException {
    byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
    message.readBytes(bytes);
    return bytes;
  }
}
