package io.gatehouse.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.springframework.jms.connection.SessionProxy;
import org.springframework.jms.core.JmsTemplate;

/** Measures how many messages are in the broker's queues. */
interface QueueStatistics {

  /**
   * A queue's depth.
   *
   * @param messages how many it contains, including those that a consumer holds or that are
   *     scheduled
   * @param oldest how many seconds ago its oldest event was received; NaN if that is unknown
   */
  record Depth(long messages, double oldest) {}

  /** Receives the depth of each queue. */
  interface Reader {
    void read(String queue, Depth depth);
  }

  /**
   * Measures the queues; one that the broker does not have is left out.
   *
   * @throws RuntimeException if the broker does not respond
   */
  void measure(Set<String> queues, Reader reader);

  /** Measures the queues of the embedded broker, which exposes everything. */
  static final class Embedded implements QueueStatistics {

    private static final String RECEIVED = MessageNames.ATTRIBUTE + "receivedtime";
    private static final double MILLIS = 1000;

    private final EmbeddedBroker broker;

    Embedded(EmbeddedBroker broker) {
      this.broker = broker;
    }

    @Override
    public void measure(Set<String> queues, Reader reader) {
      for (String name : queues) {
        Queue queue = broker.queue(name);
        if (queue != null) {
          reader.read(name, new Depth(queue.getMessageCount(), oldest(queue)));
        }
      }
    }

    /**
     * The age of the oldest message: the first of those that wait, those that consumers hold, and
     * those that are scheduled.
     */
    private static double oldest(Queue queue) {
      Stream<MessageReference> held =
          queue.getDeliveringMessages().values().stream()
              .filter(messages -> !messages.isEmpty())
              .map(messages -> messages.get(0));
      Stream<MessageReference> waiting =
          Stream.of(queue.peekFirstMessage(), queue.peekFirstScheduledMessage());
      return Stream.concat(held, waiting)
          .filter(Objects::nonNull)
          .mapToLong(Embedded::came)
          .min()
          .stream()
          .mapToDouble(came -> Math.max(System.currentTimeMillis() - came, 0) / MILLIS)
          .findFirst()
          .orElse(0);
    }

    /** When the event was received; requeuing it for another attempt does not make it younger. */
    private static long came(MessageReference reference) {
      Message message = reference.getMessage();
      try {
        String received = message.getStringProperty(RECEIVED);
        return received == null ? message.getTimestamp() : Instant.parse(received).toEpochMilli();
      } catch (DateTimeException e) {
        return message.getTimestamp();
      }
    }
  }

  /**
   * Queries an external broker for what any client may know of a queue that it uses: its length.
   * The age of its messages would require management permissions, or reading them.
   */
  static final class External implements QueueStatistics {

    private final JmsTemplate bus;

    External(JmsTemplate bus) {
      this.bus = bus;
    }

    @Override
    public void measure(Set<String> queues, Reader reader) {
      bus.execute(
          session -> {
            ClientSession core = core(session);
            for (String name : queues) {
              read(core, name, reader);
            }
            return null;
          });
    }

    private static ClientSession core(Session session) {
      Session own = session instanceof SessionProxy proxy ? proxy.getTargetSession() : session;
      return ((ActiveMQSession) own).getCoreSession();
    }

    private static void read(ClientSession core, String name, Reader reader) throws JMSException {
      try {
        ClientSession.QueueQuery found = core.queueQuery(SimpleString.of(name));
        if (found.isExists()) {
          reader.read(name, new Depth(found.getMessageCount(), Double.NaN));
        }
      } catch (ActiveMQException e) {
        JMSException failure = new JMSException("The broker did not say how long a queue is");
        failure.initCause(e);
        throw failure;
      }
    }
  }
}
