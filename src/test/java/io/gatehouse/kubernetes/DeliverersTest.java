package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.broker.AmqpProtocol;
import io.gatehouse.broker.BusFile;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Whether more deliverers deliver more: the effect of the bus file on consumers that connect later.
 */
class DeliverersTest {

  private static final String QUEUE = "deliver.crm";
  private static final String SUBJECT = "JMSXGroupID";
  private static final String NUMBER = "number";
  private static final int SERVER = 4711;
  private static final int SUBJECTS = 1_000;

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final ActiveMQConnectionFactory connections =
      new ActiveMQConnectionFactory("vm://" + SERVER);
  private final List<Connection> open = new CopyOnWriteArrayList<>();
  private final List<AtomicInteger> taken = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> newest = new ConcurrentHashMap<>();
  private final AtomicInteger outOfOrder = new AtomicInteger();

  @BeforeAll
  static void letTheBrokerSayLittle() {
    LoggingSystem.get(DeliverersTest.class.getClassLoader())
        .setLogLevel("org.apache.activemq", LogLevel.ERROR);
  }

  @BeforeEach
  void startABrokerWithOurBusFile() throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false);
    configuration.setSecurityEnabled(false);
    configuration.addAcceptorConfiguration("here", "vm://" + SERVER);
    configuration.parsePrefixedProperties(
        BusFile.read(Path.of("routes/bus.properties")).properties(), null);
    broker.setConfiguration(configuration);
    broker.createActiveMQServer();
    AmqpProtocol.addTo(broker.getActiveMQServer());
    broker.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Connection connection : open) {
      connection.close();
    }
    connections.close();
    broker.stop();
  }

  @Test
  void aDelivererThatComesLaterTakesNewSubjectsAndNoSubjectLosesItsOrder() throws Exception {
    deliver();
    deliver();
    send("early");
    await().until(() -> sum() == 2 * SUBJECTS);

    deliver();
    deliver();
    send("late");
    send("early");
    await().until(() -> sum() == 6 * SUBJECTS);

    assertThat(taken).allSatisfy(count -> assertThat(count.get()).isGreaterThan(SUBJECTS / 4));
    assertThat(outOfOrder).hasValue(0);
  }

  private int sum() {
    return taken.stream().mapToInt(AtomicInteger::get).sum();
  }

  private void deliver() throws JMSException {
    AtomicInteger count = new AtomicInteger();
    taken.add(count);
    Connection connection = connections.createConnection();
    open.add(connection);
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    session
        .createConsumer(session.createQueue(QUEUE))
        .setMessageListener(
            message -> {
              record(message);
              count.incrementAndGet();
            });
    connection.start();
  }

  private void record(Message message) {
    try {
      int number = message.getIntProperty(NUMBER);
      Integer before = newest.put(message.getStringProperty(SUBJECT), number);
      if (before != null && before > number) {
        outOfOrder.incrementAndGet();
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two events of each subject. */
  private void send(String subjects) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
      for (int number : IntStream.range(0, 2 * SUBJECTS).toArray()) {
        Message event = session.createTextMessage("{}");
        event.setStringProperty(SUBJECT, subjects + " " + number % SUBJECTS);
        event.setIntProperty(NUMBER, newest.size() + number);
        producer.send(event);
      }
    }
  }
}
