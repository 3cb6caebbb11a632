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

/** A queue of parked messages. */
final class ParkedMessageQueue {

  private static final Logger LOG = LoggerFactory.getLogger(ParkedMessageQueue.class);

  /** How long the broker may search for a message that is behind many others, in milliseconds. */
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

  /** An operation that uses the bus. */
  interface Work<T> {
    T with(Connection bus) throws JMSException;
  }

  /** Reads one message while browsing. */
  interface Reader {
    void read(Message message) throws JMSException;
  }

  /**
   * Performs the operation in a connection of its own.
   *
   * @throws OperationException if the bus fails
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
   * Browses the messages, the oldest first, without removing them. While part of a queue is paged,
   * the broker may end this early.
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
   * Finds the message of a handle.
   *
   * @throws OperationException if there is none
   */
  ParkedMessage find(Connection bus, String handle) throws JMSException {
    ParkedMessage[] found = new ParkedMessage[1];
    browse(bus, MessageSelector.handle(handle), message -> found[0] = ParkedMessage.of(message));
    if (found[0] == null) {
      throw gone();
    }
    return found[0];
  }

  /** Receives a message in the session's acknowledgement mode; nobody else has it meanwhile. */
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
