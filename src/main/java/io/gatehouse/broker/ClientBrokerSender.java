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
 * One connection with one session, by which messages go out in the order in which they are given,
 * and are confirmed without anybody waiting (JMS 2.0, section 7.3). A connection that failed is
 * replaced at the next message.
 */
final class ClientBrokerSender implements BrokerSender {

  private static final Logger LOG = LoggerFactory.getLogger(ClientBrokerSender.class);

  /**
   * After how many bytes each side tells the other what it has got. Until then the broker keeps its
   * answers, of some thirty bytes each, in memory.
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
   * A lane.
   *
   * @param patience how long a message may wait for those that are being given to the lane
   */
  ClientBrokerSender(ActiveMQConnectionFactory connections, Duration patience) {
    this.connections = connections;
    this.lock = new TimedLock(patience);
  }

  /** Several of them. */
  static List<BrokerSender> several(int count, Broker broker, Duration patience)
      throws JMSException {
    ActiveMQConnectionFactory connections =
        broker.connections(Math.toIntExact(patience.toMillis()));
    // Without credits a send to a full address fails in time, where it would wait for ever.
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

  /** The client asks the broker about a queue once for each object that stands for it. */
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

  /** A broker that does not answer would hold up here all who wait for their turn. */
  private void closeAside() {
    if (connection != null) {
      Connection old = connection;
      connection = null;
      Thread closing = new Thread(() -> close(old), "close-lane");
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

  /** The broker's word on a message. It may be heard twice; the first one counts. */
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
