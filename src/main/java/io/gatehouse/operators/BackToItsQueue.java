package io.gatehouse.operators;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;

/**
 * A dead letter goes to the queue that it came from, and to no other: it is sent to the queue by
 * its full name, which no divert copies that names addresses in its filter. Taking and sending are
 * one transaction.
 */
final class BackToItsQueue implements PuttingBack {

  private static final Set<String> COPIED = Set.of("JMSXGroupID", "JMS_AMQP_ContentType");
  private static final String REASON = Held.ATTRIBUTE_PREFIX + "reason";

  @Override
  public Optional<Stays> putBack(Connection bus, HeldQueue queue, Held held) throws JMSException {
    if (held.origin() == null) {
      return Optional.of(Stays.NO_ORIGIN);
    } else if (!held.readable()) {
      return Optional.of(Stays.NO_COPY);
    }
    try (Session session = bus.createSession(true, Session.SESSION_TRANSACTED)) {
      Queue origin = ActiveMQDestination.createQueue(held.origin());
      if (!exists(session, origin)) {
        return Optional.of(Stays.NO_QUEUE);
      }
      Optional<Message> taken = queue.take(session, held);
      if (taken.isEmpty()) {
        return Optional.of(Stays.OUT_OF_REACH);
      }
      session.createProducer(origin).send(copy(session, taken.get(), held));
      session.commit();
      return Optional.empty();
    }
  }

  /** The broker takes what is sent to a queue that does not exist, and drops it. */
  private static boolean exists(Session session, Queue queue) throws JMSException {
    try (QueueBrowser browser = session.createBrowser(queue)) {
      browser.getEnumeration();
      return true;
    } catch (InvalidDestinationException e) {
      return false;
    }
  }

  /**
   * The event as it was. Without its duplicate id, which the broker knows, so that it would drop
   * the event; and without what delivery wrote on it when it gave up.
   */
  private static Message copy(Session session, Message message, Held held) throws JMSException {
    Message copy = body(session, message);
    for (String name : Held.properties(message)) {
      boolean ofDelivery = held.deliveredByUs() && name.equals(REASON);
      if (COPIED.contains(name) || name.startsWith(Held.ATTRIBUTE_PREFIX) && !ofDelivery) {
        copy.setObjectProperty(name, message.getObjectProperty(name));
      }
    }
    return copy;
  }

  private static Message body(Session session, Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return session.createTextMessage(text.getText());
    }
    BytesMessage copy = session.createBytesMessage();
    copy.writeBytes(Payload.bytes((BytesMessage) message));
    return copy;
  }
}
