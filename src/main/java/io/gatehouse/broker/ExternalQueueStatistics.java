package io.gatehouse.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.springframework.jms.connection.SessionProxy;
import org.springframework.jms.core.JmsTemplate;

/**
 * Queries an external broker for what any client may know of a queue that it uses: its length. The
 * age of its messages would require management permissions, or reading them.
 */
final class ExternalQueueStatistics implements QueueStatistics {

  private final JmsTemplate bus;

  ExternalQueueStatistics(JmsTemplate bus) {
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
