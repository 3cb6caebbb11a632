package io.gatehouse.gateway;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The bus as a consumer reads it: a JMS client over the network, with the local user. */
public final class Bus implements AutoCloseable {

  private static final int PATIENCE = 5_000;

  private final int port;
  private ActiveMQConnectionFactory factory;
  private Connection connection;

  Bus(int port) {
    this.port = port;
  }

  /** The bus of a broker at this port of loopback. */
  public static Bus at(int port) {
    return new Bus(port);
  }

  /**
   * A message as a consumer sees it.
   *
   * @param text of a text message, else null
   * @param bytes of a bytes message, else null
   */
  public record Received(Map<String, Object> properties, String text, byte[] bytes) {

    /** The value of a CloudEvents attribute, null where it is missing. */
    public String attribute(String name) {
      return (String) properties.get("cloudEvents_" + name);
    }
  }

  /** Consumes the event with this id; empty if it does not arrive. */
  public Optional<Received> take(String queue, String id) {
    return withSession(
        session -> {
          try (MessageConsumer consumer =
              session.createConsumer(session.createQueue(queue), "cloudEvents_id = '" + id + "'")) {
            Message message = consumer.receive(PATIENCE);
            return message == null ? Optional.empty() : Optional.of(read(message));
          }
        });
  }

  /** Consumes everything in these queues, one after the other. */
  public List<Received> takeAll(List<String> queues) {
    return withSession(
        session -> {
          List<Received> received = new ArrayList<>();
          for (String queue : queues) {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
              for (Message message = consumer.receiveNoWait();
                  message != null;
                  message = consumer.receiveNoWait()) {
                received.add(read(message));
              }
            }
          }
          return received;
        });
  }

  /** Browses all messages of a queue. */
  public List<Received> browse(String queue) {
    return withSession(
        session -> {
          Queue destination = session.createQueue(queue);
          List<Received> received = new ArrayList<>();
          try (QueueBrowser browser = session.createBrowser(destination)) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
              received.add(read((Message) messages.nextElement()));
            }
          }
          return received;
        });
  }

  /** Sends a message to a queue, as the local user may; a body is text, bytes or else a map. */
  public void put(String queue, Map<String, ?> properties, Object body) {
    withSession(
        session -> {
          Message message;
          if (body instanceof String text) {
            message = session.createTextMessage(text);
          } else if (body instanceof byte[] bytes) {
            BytesMessage raw = session.createBytesMessage();
            raw.writeBytes(bytes);
            message = raw;
          } else {
            message = session.createMapMessage();
          }
          for (Map.Entry<String, ?> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
          }
          session.createProducer(session.createQueue(queue)).send(message);
          return null;
        });
  }

  /** Consumes the event with this id and rolls back, as a consumer does that cannot process it. */
  public void giveUp(String queue, String id) {
    withSession(
        Session.SESSION_TRANSACTED,
        session -> {
          try (MessageConsumer consumer =
              session.createConsumer(session.createQueue(queue), "cloudEvents_id = '" + id + "'")) {
            if (consumer.receive(PATIENCE) == null) {
              throw new AssertionError("There is no " + id + " in " + queue);
            }
            session.rollback();
          }
          return null;
        });
  }

  /** How many messages with this id a queue contains. */
  public long count(String queue, String id) {
    return browse(queue).stream().filter(event -> id.equals(event.attribute("id"))).count();
  }

  private interface Work<T> {
    T with(Session session) throws JMSException;
  }

  private <T> T withSession(Work<T> work) {
    return withSession(Session.AUTO_ACKNOWLEDGE, work);
  }

  private <T> T withSession(int mode, Work<T> work) {
    try (Session session = session(mode)) {
      return work.with(session);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session of the connection, which is made anew where the broker has ended the last one. */
  private synchronized Session session(int mode) throws JMSException {
    if (connection != null) {
      try {
        return connection.createSession(mode);
      } catch (JMSException e) {
        close();
      }
    }
    factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port, "bus", "bus");
    connection = factory.createConnection();
    connection.start();
    return connection.createSession(mode);
  }

  @Override
  public synchronized void close() {
    if (factory != null) {
      // Closes its connections too.
      factory.close();
    }
    factory = null;
    connection = null;
  }

  private static Received read(Message message) throws JMSException {
    Map<String, Object> properties = new LinkedHashMap<>();
    Enumeration<?> names = message.getPropertyNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      properties.put(name, message.getObjectProperty(name));
    }
    if (message instanceof TextMessage text) {
      return new Received(properties, text.getText(), null);
    }
    BytesMessage raw = (BytesMessage) message;
    byte[] bytes = new byte[(int) raw.getBodyLength()];
    raw.readBytes(bytes);
    return new Received(properties, null, bytes);
  }
}
