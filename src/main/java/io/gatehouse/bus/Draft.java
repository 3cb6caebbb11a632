package io.gatehouse.bus;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;

/**
 * A message that is to be sent.
 *
 * @param queue where it is to go
 * @param text writes it
 * @param timeToLive after what time the broker may drop it; zero for never
 */
public record Draft(String queue, Text text, Duration timeToLive) {

  /** Writes a message by means of a session. */
  @FunctionalInterface
  public interface Text {

    Message write(Session session) throws JMSException;
  }
}
