package io.gatehouse.bus;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

  private final JmsTemplate bus;
  private final DurableSends sends;

  Notes(JmsTemplate busTemplate, DurableSends sends) {
    this.bus = busTemplate;
    this.sends = sends;
  }

  /** A note that is to be left. */
  public static Draft draft(String note, Duration timeToLive) {
    return new Draft(QUEUE, session -> session.createTextMessage(note), timeToLive);
  }

  /**
   * Writes to disk: when this is done, so is all that the broker took before. The journal is one
   * sequence, and nothing in it is synced before what stands in front of it.
   */
  public CompletableFuture<Void> settle() {
    return sends.send(
        BusHealth.QUEUE,
        List.of(
            new Draft(BusHealth.QUEUE, session -> session.createTextMessage(""), Duration.ZERO)));
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
