package io.gatehouse.admin;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue whose messages wait for an operator. */
final class ParkedMessageQueue {

  private static final Logger LOG = LoggerFactory.getLogger(ParkedMessageQueue.class);

  /** How long the broker may look for a message that lies behind many others. */
  private static final int PATIENCE = 3_000;

  private final ConnectionFactory connections;
  private final String name;

  ParkedMessageQueue(ConnectionFactory connections, String name) {
    this.connections = connections;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** A piece of work that uses the bus. */
  interface Work<T> {
    T with(Connection bus) throws JMSException;
  }

  /** Does what somebody sees of one message. */
  interface Reader {
    void read(Message message) throws JMSException;
  }

  /**
   * Does the work in a connection of its own.
   *
   * @throws OperationException where the bus fails
   */
  <T> T work(Work<T> work) {
    try (Connection bus = connections.createConnection()) {
      bus.start();
      return work.with(bus);
    } catch (JMSException e) {
      LOG.warn("The bus failed an operator: {}, {}", e.getClass().getName(), e.getErrorCode());
      throw OperationException.unavailable(
          "The bus cannot be reached or did not answer in time; look at the list before you try again.");
    }
  }

  /**
   * Shows the messages, the oldest first, and leaves them. While part of a queue is on disk, the
   * broker may end this early.
   */
  void browse(Connection bus, MessageSelector matching, Reader reader) throws JMSException {
    try (Session session = bus.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser =
            session.createBrowser(session.createQueue(name), matching.selector())) {
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        reader.read((Message) messages.nextElement());
      }
    }
  }

  /**
   * Describes the message of a handle.
   *
   * @throws OperationException where there is none
   */
  ParkedMessage find(Connection bus, String handle) throws JMSException {
    ParkedMessage[] found = new ParkedMessage[1];
    browse(bus, MessageSelector.handle(handle), message -> found[0] = ParkedMessage.of(message));
    if (found[0] == null) {
      throw gone();
    }
    return found[0];
  }

  /** Takes a message in the way that the session takes messages; nobody else has it meanwhile. */
  Optional<Message> take(Session session, ParkedMessage parked) throws JMSException {
    MessageConsumer consumer =
        session.createConsumer(
            session.createQueue(name), MessageSelector.handle(parked.handle()).selector());
    Message message = consumer.receiveNoWait();
    return Optional.ofNullable(message == null ? consumer.receive(PATIENCE) : message);
  }

  OperationException gone() {
    return OperationException.notFound("No message with this handle lies in %s.".formatted(name));
  }
}
