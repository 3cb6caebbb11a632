package io.gatehouse.bus;

import io.gatehouse.settings.BadSettingException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/**
 * The connection to the broker: to the one in this process by default, to another with {@code
 * spring.artemis.mode=native} and {@code spring.artemis.broker-url}, {@code user}, {@code
 * password}.
 */
@Configuration(proxyBeanMethods = false)
class BusConnection {

  /** Bytes of messages that a consumer may hold before it gets to them. */
  private static final int IN_ADVANCE = 1024 * 1024;

  private final int sendTimeout;

  BusConnection(@Value("${gatehouse.bus.send-timeout-millis:5000}") int sendTimeout) {
    this.sendTimeout = sendTimeout;
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "spring.artemis.mode",
      havingValue = "embedded",
      matchIfMissing = true)
  static class Embedded {

    @Bean
    EmbeddedBroker embeddedBroker(BusProperties properties) {
      return new EmbeddedBroker(properties);
    }

    @Bean
    Broker broker(EmbeddedBroker broker) {
      return new Broker(broker.url(), EmbeddedBroker.GATEWAY_USER, broker.gatewayPassword(), false);
    }

    @Bean
    DurableSends durableSends(
        EmbeddedBroker broker,
        @Value("${gatehouse.bus.send-timeout-millis:5000}") int timeout,
        @Value("${gatehouse.bus.lanes:4}") int lanes) {
      Duration patience = Duration.ofMillis(timeout);
      return new DurableSends(broker.lanes(lanes, patience), patience);
    }

    @Bean
    Depths depths(EmbeddedBroker broker) {
      return new EmbeddedDepths(broker);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "spring.artemis.mode", havingValue = "native")
  static class Outside {

    @Bean
    Broker broker(
        @Value("${spring.artemis.broker-url:}") String url,
        @Value("${spring.artemis.user:}") String user,
        @Value("${spring.artemis.password:}") String password) {
      if (url.isBlank() || user.isBlank() || password.isBlank()) {
        throw new BadSettingException(
            "spring.artemis.broker-url, spring.artemis.user and spring.artemis.password are not all set: spring.artemis.mode=native needs them to reach the outside broker.");
      }
      return new Broker(url, user, password, true);
    }

    @Bean
    DurableSends durableSends(
        Broker broker,
        @Value("${gatehouse.bus.send-timeout-millis:5000}") int timeout,
        @Value("${gatehouse.bus.lanes:4}") int lanes)
        throws JMSException {
      Duration patience = Duration.ofMillis(timeout);
      return new DurableSends(ClientLane.several(lanes, broker, patience), patience);
    }

    @Bean
    Depths depths(JmsTemplate busTemplate) {
      return new OutsideDepths(busTemplate);
    }
  }

  /**
   * Where the broker is, and as whom the gateway connects.
   *
   * @param outside whether it is in another process, where other gateways may use it too
   */
  record Broker(String url, String user, String password, boolean outside) {

    ActiveMQConnectionFactory connections(int callTimeout) throws JMSException {
      ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory();
      factory.setBrokerURL(url);
      factory.setUser(user);
      factory.setPassword(password);
      // A session that the client takes over to another broker counts on from where that one begins
      // to count, and passes for confirmed what is still on its way. All of ours open a new one.
      factory.setReconnectAttempts(0);
      factory.setInitialConnectAttempts(1);
      factory.setCallTimeout(callTimeout);
      factory.setCallFailoverTimeout(callTimeout);
      factory.setBlockOnDurableSend(true);
      return factory;
    }

    @Override
    public String toString() {
      return url;
    }
  }

  /** For small work of the gateway's own, one piece after the other. */
  @Bean
  CachingConnectionFactory busConnections(Broker broker) throws JMSException {
    ActiveMQConnectionFactory connections = broker.connections(sendTimeout);
    // Without credits a send to a full address fails in time, where it would wait for ever.
    connections.setProducerWindowSize(-1);
    CachingConnectionFactory caching = new CachingConnectionFactory(connections);
    caching.setReconnectOnException(true);
    return caching;
  }

  /**
   * For those who take messages off a queue. They take some in advance: where a subject's consumer
   * could take none, the broker would stop at that subject's next message, and at all behind it.
   */
  @Bean
  ConnectionFactory deliveryConnections(Broker broker) throws JMSException {
    ActiveMQConnectionFactory connections = broker.connections(sendTimeout);
    connections.setConsumerWindowSize(IN_ADVANCE);
    connections.setProducerWindowSize(-1);
    return connections;
  }

  /**
   * For work that somebody waits for: plain connections, each opened for one piece of work, which
   * fail with the broker where the others wait for it to come back.
   */
  @Bean
  ConnectionFactory briefConnections(Broker broker) throws JMSException {
    ActiveMQConnectionFactory connections = broker.connections(sendTimeout);
    connections.setBlockOnAcknowledge(true);
    connections.setProducerWindowSize(-1);
    return connections;
  }

  @Bean
  JmsTemplate busTemplate(ConnectionFactory busConnections) {
    JmsTemplate template = new JmsTemplate(busConnections);
    template.setDeliveryPersistent(true);
    template.setExplicitQosEnabled(true);
    return template;
  }
}
