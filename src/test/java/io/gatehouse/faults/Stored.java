package io.gatehouse.faults;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * All events that the bus ever delivered to its consumer, in the bus's order. They are consumed and
 * not browsed, because a browser of Artemis may end early while the address is paged.
 */
final class Stored {

  static final String QUEUE = "kyc.onboarding";

  private static final int PATIENCE_FOR_EXPECTED = 5_000;
  private static final int PATIENCE_FOR_MORE = 500;

  /** Few, since a paged bus delivers no more before it has room in memory. */
  private static final int BATCH = 10;

  private final List<String> ids = new ArrayList<>();
  private final String queue;
  private final String user;
  private final String password;

  Stored() {
    this(QUEUE);
  }

  Stored(String queue) {
    this(queue, "bus", "bus");
  }

  private Stored(String queue, String user, String password) {
    this.queue = queue;
    this.user = user;
    this.password = password;
  }

  /** The copies for a receiving system at an outside broker, which the gateway itself may take. */
  static Stored copies(String queue) {
    return new Stored(queue, OutsideBroker.GATEWAY, OutsideBroker.GATEWAY_PASSWORD);
  }

  /** Takes what there is: patiently while expected ids are missing, then only what is at hand. */
  Stored take(int port, Collection<String> expected) {
    return take("tcp://127.0.0.1:" + port, expected);
  }

  /** The same at a broker with this URL. */
  Stored take(String broker, Collection<String> expected) {
    Set<String> missing = new HashSet<>(expected);
    ids.forEach(missing::remove);
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker, user, password);
        Connection connection = factory.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      for (Message message = next(consumer, missing);
          message != null;
          message = next(consumer, missing)) {
        String id = message.getStringProperty("cloudEvents_id");
        ids.add(id);
        missing.remove(id);
        if (ids.size() % BATCH == 0) {
          session.commit();
        }
      }
      session.commit();
      return this;
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Message next(MessageConsumer consumer, Set<String> missing) throws JMSException {
    return consumer.receive(missing.isEmpty() ? PATIENCE_FOR_MORE : PATIENCE_FOR_EXPECTED);
  }

  List<String> ids() {
    return List.copyOf(ids);
  }
}
