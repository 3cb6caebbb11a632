package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatehouse.broker.QueueStatistics.Depth;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/** The lengths of an external broker's queues, for a user who may only send there. */
class ExternalQueueStatisticsTest {

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private JmsTemplate bus;

  @BeforeEach
  void start() throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false);
    configuration.addAcceptorConfiguration("vm", "vm://4711");
    configuration.putSecurityRoles(
        "kyc.#",
        Set.of(
            new Role(
                "senders", true, false, false, false, false, false, false, false, false, false,
                false, false)));
    configuration.addQueueConfiguration(
        QueueConfiguration.of("kyc.identity").setRoutingType(RoutingType.ANYCAST));
    SecurityConfiguration users = new SecurityConfiguration();
    users.addUser("gatehouse", "password");
    users.addRole("gatehouse", "senders");
    broker.setConfiguration(configuration);
    broker.setSecurityManager(
        new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
    broker.createActiveMQServer();
    AmqpProtocol.addTo(broker.getActiveMQServer());
    broker.start();
    bus =
        new JmsTemplate(
            new CachingConnectionFactory(
                new ActiveMQConnectionFactory("vm://4711", "gatehouse", "password")));
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  private Map<String, Depth> measured() {
    Map<String, Depth> statistics = new HashMap<>();
    new QueueStatistics.External(bus).measure(Set.of("kyc.identity", "kyc.gone"), statistics::put);
    return statistics;
  }

  @Test
  void theyAreCountedAndNotRead() {
    bus.convertAndSend("kyc.identity", "one");
    bus.convertAndSend("kyc.identity", "two");

    // The broker confirms a non-durable message a moment before it is in the queue.
    await()
        .untilAsserted(
            () ->
                assertThat(measured())
                    .containsOnly(Map.entry("kyc.identity", new Depth(2, Double.NaN))));
  }

  @Test
  void aBrokerThatIsGoneIsAnErrorAndNoZero() throws Exception {
    measured();
    broker.stop();

    assertThatThrownBy(this::measured).isInstanceOf(RuntimeException.class);
  }
}
