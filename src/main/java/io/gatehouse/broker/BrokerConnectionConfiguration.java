package io.gatehouse.broker;

import io.gatehouse.settings.BadSettingException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/**
 * The connection to the broker: by default to the embedded one, with {@code
 * spring.artemis.mode=native} and {@code spring.artemis.broker-url}, {@code user}, {@code password}
 * to another. The settings are evaluated when the gateway starts, and not by conditions, which the
 * build evaluates (ADR 17).
 */
@Configuration(proxyBeanMethods = false)
class BrokerConnectionConfiguration {

  /** The bytes of messages that a consumer may prefetch. */
  private static final int IN_ADVANCE = 1024 * 1024;

  private final int sendTimeout;
  private final int senders;

  BrokerConnectionConfiguration(BrokerSenderProperties sending) {
    this.sendTimeout = sending.sendTimeoutMillis();
    this.senders = sending.lanes();
  }

  /** The embedded broker; none if another is used. */
  @Bean
  EmbeddedBroker embeddedBroker(
      @Value("${spring.artemis.mode:embedded}") String mode, EmbeddedBrokerProperties properties) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "embedded" -> new EmbeddedBroker(properties);
      case "native" -> null;
      default ->
          throw new BadSettingException(
              "spring.artemis.mode is '%s'; use embedded for the broker in this process, or native for another one."
                  .formatted(mode));
    };
  }

  @Bean
  Broker broker(
      Optional<EmbeddedBroker> embedded,
      @Value("${spring.artemis.broker-url:}") String url,
      @Value("${spring.artemis.user:}") String user,
      @Value("${spring.artemis.password:}") String password) {
    if (embedded.isPresent()) {
      return new Broker(
          embedded.get().url(),
          EmbeddedBroker.GATEWAY_USER,
          embedded.get().gatewayPassword(),
          false);
    }
    if (url.isBlank() || user.isBlank() || password.isBlank()) {
      throw new BadSettingException(
          "spring.artemis.broker-url, spring.artemis.user and spring.artemis.password are not all set: spring.artemis.mode=native needs them to reach the outside broker.");
    }
    checkUrl(url);
    return new Broker(url, user, password, true);
  }

  private static void checkUrl(String url) {
    try (ActiveMQConnectionFactory parsed = new ActiveMQConnectionFactory(url)) {
      if (parsed.getStaticConnectors().length > 0) {
        return;
      }
    } catch (RuntimeException e) {
      // Reported below, without the value, which may contain a password.
    }
    throw new BadSettingException(
        "spring.artemis.broker-url is not a broker's address such as tcp://broker:61616; correct it.");
  }

  @Bean
  DurableSender durableSends(Optional<EmbeddedBroker> embedded, Broker broker) throws JMSException {
    Duration patience = Duration.ofMillis(sendTimeout);
    return new DurableSender(
        embedded.isPresent()
            ? embedded.get().senders(senders, patience)
            : ClientBrokerSender.several(senders, broker, patience),
        patience);
  }

  @Bean
  QueueStatistics statistics(Optional<EmbeddedBroker> embedded, JmsTemplate busTemplate) {
    return embedded
        .<QueueStatistics>map(QueueStatistics.Embedded::new)
        .orElseGet(() -> new QueueStatistics.External(busTemplate));
  }

  @Bean
  BrokerOutage.Finder busTroubles(
      Optional<EmbeddedBroker> embedded, Broker broker, EmbeddedBrokerProperties properties)
      throws JMSException {
    Duration patience = Duration.ofMillis(sendTimeout);
    if (embedded.isPresent()) {
      return new EmbeddedOutageProbe(properties.dataDirectory(), embedded.get().disk(), patience);
    }
    try (ActiveMQConnectionFactory connections = broker.connections(sendTimeout)) {
      return new ExternalOutageProbe(
          BrokerAddress.all(connections.getStaticConnectors()), patience);
    }
  }

  /**
   * Where the broker is, and with which user the gateway connects.
   *
   * @param outside whether it is in another process, where other gateways may use it too
   */
  record Broker(String url, String user, String password, boolean outside) {

    ActiveMQConnectionFactory connections(int callTimeout) throws JMSException {
      ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory();
      factory.setBrokerURL(url);
      factory.setUser(user);
      factory.setPassword(password);
      // A session that the client fails over to another broker continues to count from that
      // broker's counter, and treats messages in transit as confirmed. Therefore each connection
      // opens a new session.
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

  /** For small operations of the gateway itself, one at a time. */
  @Bean
  CachingConnectionFactory busConnections(Broker broker) throws JMSException {
    ActiveMQConnectionFactory connections = broker.connections(sendTimeout);
    // Without credits, a send to a full address fails in time; with credits it would block for
    // ever.
    connections.setProducerWindowSize(-1);
    CachingConnectionFactory caching = new CachingConnectionFactory(connections);
    caching.setReconnectOnException(true);
    return caching;
  }

  /**
   * For consumers of a queue. They prefetch some messages: if a subject's consumer could prefetch
   * none, the broker would stop at that subject's next message, and at all messages behind it.
   */
  @Bean
  ConnectionFactory deliveryConnections(Broker broker) throws JMSException {
    ActiveMQConnectionFactory connections = broker.connections(sendTimeout);
    connections.setConsumerWindowSize(IN_ADVANCE);
    connections.setProducerWindowSize(-1);
    return connections;
  }

  /**
   * For operations that a user waits for: plain connections, each opened for one operation, which
   * fail with the broker while the others wait until it is back.
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
