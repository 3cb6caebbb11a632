package io.gatehouse.broker;

import java.util.List;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.protocol.amqp.broker.ProtonProtocolManagerFactory;

/**
 * AMQP for a broker in this process. The AMQP module is older than the server (ADR 20), and what it
 * sets up for the mirroring of brokers calls a constructor that the server no longer has.
 */
public final class AmqpProtocol extends ProtonProtocolManagerFactory {

  private AmqpProtocol() {}

  /** Adds it to a broker that has not started, which then looks for no other protocols. */
  public static void addTo(ActiveMQServer broker) {
    broker.getConfiguration().setResolveProtocols(false);
    broker.addProtocolManagerFactory(new AmqpProtocol());
  }

  @Override
  public void loadProtocolServices(ActiveMQServer broker, List<ActiveMQComponent> services) {
    // No broker here is mirrored.
  }
}
