package io.gatehouse.faults;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The ids of the events that the bus holds, in the bus's order, read by a client over TCP. */
final class Stored {

  static final String QUEUE = "kyc.onboarding";

  private static final int PATIENCE = 3_000;

  private Stored() {}

  /** Reads the ids and leaves the events. */
  static List<String> at(int port) {
    return with(
        port,
        session -> {
          List<String> ids = new ArrayList<>();
          try (QueueBrowser browser = session.createBrowser(session.createQueue(QUEUE))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
              ids.add(id((Message) messages.nextElement()));
            }
          }
          return ids;
        });
  }

  /** Takes this many events off, as a consumer does, or as many as there are. */
  static List<String> takenFrom(int port, int events) {
    return with(
        port,
        session -> {
          List<String> ids = new ArrayList<>();
          try (MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            Message message = null;
            while (ids.size() < events && (message = consumer.receive(PATIENCE)) != null) {
              ids.add(id(message));
            }
            if (message != null) {
              message.acknowledge();
            }
          }
          return ids;
        });
  }

  private interface Work<T> {
    T with(Session session) throws JMSException;
  }

  private static <T> T with(int port, Work<T> work) {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port, "bus", "bus");
        Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
      connection.start();
      return work.with(session);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(Message message) throws JMSException {
    return message.getStringProperty("cloudEvents_id");
  }
}
