package io.gatehouse.broker;

import io.gatehouse.broker.BrokerConnectionConfiguration.Broker;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with one session that sends messages in the given order, and gets their
 * confirmations without blocking a thread (JMS 2.0, section 7.3). A failed connection is replaced
 * at the next message.
 */
final class ClientBrokerSender implements BrokerSender {

  private static final Logger LOG = LoggerFactory.getLogger(ClientBrokerSender.class);

  /**
   * After how many bytes each side acknowledges what it has received. Until then the broker keeps
   * its responses, of some thirty bytes each, in memory.
   */
  private static final int UNCONFIRMED = 64 * 1024;

  private final ActiveMQConnectionFactory connections;
  private final TimedLock lock;
  private final Map<String, Queue> queues = new HashMap<>();
  private Connection connection;
  private Session session;
  private MessageProducer producer;
  private volatile boolean broken;

  /**
   * A sender.
   *
   * @param patience how long a message may wait for messages before it
   */
  ClientBrokerSender(ActiveMQConnectionFactory connections, Duration patience) {
    this.connections = connections;
    this.lock = new TimedLock(patience);
  }

  /** Several senders. */
  static List<BrokerSender> several(int count, Broker broker, Duration patience)
      throws JMSException {
    ActiveMQConnectionFactory connections =
        broker.connections(Math.toIntExact(patience.toMillis()));
    // Without credits, a send to a full address fails in time; with credits it would block for
    // ever.
    connections.setProducerWindowSize(-1);
    connections.setConfirmationWindowSize(UNCONFIRMED);
    return Stream.<BrokerSender>generate(() -> new ClientBrokerSender(connections, patience))
        .limit(count)
        .toList();
  }

  @Override
  public void send(OutgoingMessage outgoing, CompletableFuture<Void> confirmed) {
    if (!lock.take(confirmed)) {
      return;
    }
    try {
      open();
      producer.send(
          queue(outgoing.queue()),
          message(outgoing),
          DeliveryMode.PERSISTENT,
          Message.DEFAULT_PRIORITY,
          outgoing.timeToLive().toMillis(),
          new Confirmation(confirmed));
    } catch (JMSException | RuntimeException | Error e) {
      broken = true;
      confirmed.completeExceptionally(e);
    } finally {
      lock.end();
    }
  }

  private Message message(OutgoingMessage outgoing) throws JMSException {
    Message message;
    if (outgoing.body() instanceof byte[] bytes) {
      BytesMessage binary = session.createBytesMessage();
      binary.writeBytes(bytes);
      message = binary;
    } else {
      message = session.createTextMessage(outgoing.text());
    }
    for (Map.Entry<String, Object> property : outgoing.properties().entrySet()) {
      message.setObjectProperty(property.getKey(), property.getValue());
    }
    return message;
  }

  /** The client queries the broker about a queue once for each object that represents it. */
  private Queue queue(String name) throws JMSException {
    Queue queue = queues.get(name);
    if (queue == null) {
      queue = session.createQueue(name);
      queues.put(name, queue);
    }
    return queue;
  }

  private void open() throws JMSException {
    if (connection != null && !broken) {
      return;
    }
    closeAside();
    queues.clear();
    connection = connections.createConnection();
    broken = false;
    connection.setExceptionListener(failure -> broken = true);
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    producer = session.createProducer(null);
  }

  /** Closes on another thread: a broker that does not respond would block all senders here. */
  private void closeAside() {
    if (connection != null) {
      Connection old = connection;
      connection = null;
      Thread closing = new Thread(() -> close(old), "close-sender");
      closing.setDaemon(true);
      closing.start();
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (JMSException e) {
      LOG.debug("A connection to the bus was closed that had failed");
    }
  }

  @Override
  public void close() {
    lock.take();
    try {
      if (connection != null) {
        close(connection);
        connection = null;
      }
    } finally {
      lock.end();
    }
  }

  /** The broker's confirmation of a message. It may arrive twice; the first one counts. */
  private record Confirmation(CompletableFuture<Void> confirmed) implements CompletionListener {

    @Override
    public void onCompletion(Message message) {
      confirmed.complete(null);
    }

    @Override
    public void onException(Message message, Exception exception) {
      confirmed.completeExceptionally(exception);
    }
  }
}
