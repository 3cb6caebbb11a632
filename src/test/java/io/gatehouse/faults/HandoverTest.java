package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Link;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An assumption of delivery to several gateways that Artemis does not document: the messages that a
 * consumer prefetched are back in their queue before another one gets newer ones of the same group.
 */
class HandoverTest {

  private static final String QUEUE = "deliver.crm";
  private static final int ROUNDS = 20;
  private static final int CONSUMERS = 8;
  private static final int GROUPS = 40;
  private static final int MESSAGES = 3_000;
  private static final int LAST = MESSAGES / GROUPS - 1;
  private static final int BEFORE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private OutsideBroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = new OutsideBroker.Plan(folder.resolve("broker")).start();
  }

  @AfterEach
  void end() {
    broker.close();
  }

  @Test
  @Chaos
  void whatADeadConsumerTookInAdvanceComesBeforeNewerOnesOfItsGroup() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      handOver("group-" + round + "-");
    }
  }

  private void handOver(String name) throws Exception {
    Map<String, List<Integer>> got = new ConcurrentHashMap<>();
    try (Link link = new Link(broker.port());
        Connection dead = connect(link.port());
        Connection heir = connect(broker.port());
        Connection sending = connect(broker.port())) {
      for (int i = 0; i < CONSUMERS; i++) {
        Session session = dead.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
        new Thread(() -> consume(session, consumer)).start();
      }
      dead.start();
      Session session = sending.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
      for (int i = 0; i < MESSAGES; i++) {
        if (i == BEFORE) {
          inherit(heir, got);
          link.cut();
        }
        Message message = session.createTextMessage("");
        message.setStringProperty("JMSXGroupID", name + i % GROUPS);
        message.setIntProperty("number", i / GROUPS);
        producer.send(message);
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  got.size() == GROUPS
                      && got.values().stream().allMatch(numbers -> numbers.contains(LAST)));
    }

    assertThat(got.values())
        .as("what the dead consumers had taken in advance")
        .anyMatch(numbers -> numbers.get(0) < BEFORE / GROUPS);
    assertThat(got)
        .allSatisfy((group, numbers) -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
  }

  /** Takes one message after the other, until the connection ends. */
  private static void consume(Session session, MessageConsumer consumer) {
    try {
      while (consumer.receive() != null) {
        session.commit();
      }
    } catch (JMSException e) {
      // It is dead.
    }
  }

  private static void inherit(Connection heir, Map<String, List<Integer>> got) throws JMSException {
    for (int i = 0; i < CONSUMERS; i++) {
      Session session = heir.createSession(false, Session.AUTO_ACKNOWLEDGE);
      session
          .createConsumer(session.createQueue(QUEUE))
          .setMessageListener(message -> record(message, got));
    }
    heir.start();
  }

  private static void record(Message message, Map<String, List<Integer>> got) {
    try {
      got.computeIfAbsent(
              message.getStringProperty("JMSXGroupID"), group -> new CopyOnWriteArrayList<>())
          .add(message.getIntProperty("number"));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(int port) throws JMSException {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory(
            "tcp://127.0.0.1:" + port, OutsideBroker.GATEWAY, OutsideBroker.GATEWAY_PASSWORD);
    factory.setReconnectAttempts(0);
    factory.setBlockOnDurableSend(false);
    return factory.createConnection();
  }
}
