package io.gatehouse.bus;

import io.gatehouse.settings.BadSettingException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
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

  /** Fewer than the HTTP threads would make some of them wait for a session. */
  private static final int SESSIONS = 256;

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
    ActiveMQConnectionFactory brokerConnections(EmbeddedBroker broker) throws JMSException {
      ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory();
      factory.setBrokerURL(broker.url());
      factory.setUser(EmbeddedBroker.GATEWAY_USER);
      factory.setPassword(broker.gatewayPassword());
      return factory;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "spring.artemis.mode", havingValue = "native")
  static class Outside {

    @Bean
    ActiveMQConnectionFactory brokerConnections(
        @Value("${spring.artemis.broker-url:}") String url,
        @Value("${spring.artemis.user:}") String user,
        @Value("${spring.artemis.password:}") String password)
        throws JMSException {
      if (url.isBlank() || user.isBlank() || password.isBlank()) {
        throw new BadSettingException(
            "spring.artemis.broker-url, spring.artemis.user and spring.artemis.password are not all set: spring.artemis.mode=native needs them to reach the outside broker.");
      }
      ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory();
      factory.setBrokerURL(url);
      factory.setUser(user);
      factory.setPassword(password);
      factory.setReconnectAttempts(-1);
      factory.setInitialConnectAttempts(1);
      return factory;
    }
  }

  /** Sends wait for the broker's word that the message is on disk, and never for ever. */
  @Bean
  ConnectionFactory busConnections(ActiveMQConnectionFactory broker) {
    broker.setBlockOnDurableSend(true);
    broker.setCallTimeout(sendTimeout);
    broker.setCallFailoverTimeout(sendTimeout);
    // Without credits a send to a full address fails in time, where it would wait for ever.
    broker.setProducerWindowSize(-1);
    CachingConnectionFactory caching = new CachingConnectionFactory(broker);
    caching.setSessionCacheSize(SESSIONS);
    caching.setReconnectOnException(true);
    return caching;
  }

  /**
   * For work that somebody waits for: plain connections, each opened for one piece of work, which
   * fail with the broker where the others wait for it to come back.
   */
  @Bean
  ConnectionFactory briefConnections(ActiveMQConnectionFactory broker) {
    ActiveMQConnectionFactory brief =
        new ActiveMQConnectionFactory(
            ActiveMQClient.createServerLocatorWithoutHA(
                broker.getServerLocator().getStaticTransportConfigurations()));
    brief.setUser(broker.getUser());
    brief.setPassword(broker.getPassword());
    brief.setInitialConnectAttempts(1);
    brief.setReconnectAttempts(0);
    brief.setBlockOnDurableSend(true);
    brief.setBlockOnAcknowledge(true);
    brief.setCallTimeout(sendTimeout);
    brief.setProducerWindowSize(-1);
    return brief;
  }

  @Bean
  JmsTemplate busTemplate(ConnectionFactory busConnections) {
    JmsTemplate template = new JmsTemplate(busConnections);
    template.setDeliveryPersistent(true);
    template.setExplicitQosEnabled(true);
    return template;
  }
}
