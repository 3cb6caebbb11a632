package io.gatehouse.bus;

import java.time.Duration;
import java.util.Map;

/**
 * A message that is to be sent.
 *
 * @param queue where it is to go
 * @param body a string or bytes
 * @param properties its JMS properties; beside JMS's own types, bytes are allowed
 * @param timeToLive after what time the broker may drop it; zero for never
 */
public record Draft(
    String queue, Object body, Map<String, Object> properties, Duration timeToLive) {

  /** A text without properties. */
  static Draft text(String queue, String text, Duration timeToLive) {
    return new Draft(queue, text, Map.of(), timeToLive);
  }
}
