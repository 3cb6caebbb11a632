package io.gatehouse.bus;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Enumeration;
import java.util.function.Consumer;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.stereotype.Component;

/**
 * Short notes that the gateway leaves for itself on the bus, for a time. They are as durable as the
 * events, need no store of their own, and every gateway at the same broker finds them.
 */
@Component
public class Notes {

  static final String QUEUE = "gatehouse.notes";

  private final ConnectionFactory connections;
  private final JmsTemplate bus;

  Notes(ConnectionFactory busConnections, JmsTemplate busTemplate) {
    this.connections = busConnections;
    this.bus = busTemplate;
  }

  /** Leaves a note; when this returns it is on disk. */
  public void write(String note, Duration timeToLive) {
    JmsTemplate brief = new JmsTemplate(connections);
    brief.setExplicitQosEnabled(true);
    brief.setDeliveryPersistent(true);
    brief.setTimeToLive(timeToLive.toMillis());
    brief.send(QUEUE, session -> session.createTextMessage(note));
  }

  /**
   * Writes to disk: when this returns, so is all that the broker took before. The journal is one
   * sequence, and nothing in it is synced before what stands in front of it.
   */
  public void settle() {
    bus.send(BusHealth.QUEUE, session -> session.createTextMessage(""));
  }

  /** Reads all notes, the oldest first, and leaves them. */
  public void readAll(Consumer<String> reader) {
    bus.browse(
        QUEUE,
        (session, browser) -> {
          Enumeration<?> messages = browser.getEnumeration();
          while (messages.hasMoreElements()) {
            reader.accept(text((Message) messages.nextElement()));
          }
          return null;
        });
  }

  private static String text(Message message) throws JMSException {
    return ((TextMessage) message).getText();
  }
}
