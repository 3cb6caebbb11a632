package io.gatehouse.broker;

import java.util.List;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.protocol.amqp.broker.ProtonProtocolManagerFactory;

/**
 * AMQP for the embedded broker. The AMQP module is older than the server (ADR 20), and its setup of
 * broker mirroring calls a constructor that the server no longer has.
 */
public final class AmqpProtocol extends ProtonProtocolManagerFactory {

  private AmqpProtocol() {}

  /**
   * Adds AMQP to a broker that has not started; the broker then does not search for other
   * protocols.
   */
  public static void addTo(ActiveMQServer broker) {
    broker.getConfiguration().setResolveProtocols(false);
    broker.addProtocolManagerFactory(new AmqpProtocol());
  }

  @Override
  public void loadProtocolServices(ActiveMQServer broker, List<ActiveMQComponent> services) {
    // No mirroring is used here.
  }
}
