package io.gatehouse.broker;

import java.time.Duration;
import java.util.Map;

/**
 * A message to send.
 *
 * @param queue the destination
 * @param body a string or a {@link Utf8Text}, which are sent as text, or bytes
 * @param properties its JMS properties; besides JMS's own types, bytes are allowed
 * @param timeToLive after what time the broker may drop it; zero for never
 */
public record OutgoingMessage(
    String queue, Object body, Map<String, Object> properties, Duration timeToLive) {

  private static final int HEADERS = 96;
  private static final int LENGTHS = 12;

  /** A text without properties. */
  static OutgoingMessage text(String queue, String text, Duration timeToLive) {
    return new OutgoingMessage(queue, text, Map.of(), timeToLive);
  }

  /** The body, if it is text. */
  String text() {
    return body instanceof Utf8Text utf8 ? utf8.text() : (String) body;
  }

  /** The most bytes that it takes in Artemis, which uses two for each character. */
  int mostBytes() {
    int bytes = HEADERS + bytes(queue) + bytes(body);
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      bytes += bytes(property.getKey()) + bytes(property.getValue()) + LENGTHS;
    }
    return bytes;
  }

  private static int bytes(Object value) {
    if (value instanceof String text) {
      return 2 * text.length();
    }
    if (value instanceof Utf8Text text) {
      return 2 * text.bytes().length;
    }
    return value instanceof byte[] bytes ? bytes.length : Long.BYTES;
  }
}
