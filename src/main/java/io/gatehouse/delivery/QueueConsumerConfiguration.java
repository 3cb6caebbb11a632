package io.gatehouse.delivery;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.webhook.BodyMemoryLimiter;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Collection;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.component.jms.ConsumerType;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Camel's JMS component for consuming events: a message is acknowledged when the route is done and
 * not before, no header reaches the route, and nothing is deserialised.
 */
@Configuration(proxyBeanMethods = false)
class QueueConsumerConfiguration {

  private static final String CACHE_CONSUMER = "CACHE_CONSUMER";

  /** Each Camel context that uses the component gets its own. */
  @Bean("jms-transacted")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  JmsComponent jmsTransacted(ConnectionFactory deliveryConnections, BodyMemoryLimiter memory) {
    JmsComponent jms = new JmsComponent();
    jms.setConnectionFactory(deliveryConnections);
    // Otherwise Camel would use the database's transactions for the queue.
    jms.setAutowiredEnabled(false);
    jms.setTransacted(true);
    jms.setLazyCreateTransactionManager(false);
    jms.setCacheLevelName(CACHE_CONSUMER);
    jms.setConsumerType(ConsumerType.Custom);
    jms.setMessageListenerContainerFactory(endpoint -> new Container(endpoint, memory));
    jms.setDisableReplyTo(true);
    jms.setAcceptMessagesWhileStopping(false);
    jms.setHeaderFilterStrategy(new NoHeaders());
    jms.setMessageConverter(new Unread());
    jms.setRecoveryInterval(1000);
    // An exception's text could quote an event; delivery logs its failures itself.
    jms.setErrorHandlerLoggingLevel(LoggingLevel.OFF);
    jms.setErrorHandlerLogStackTrace(false);
    return jms;
  }

  /**
   * Refuses to start a route that would acknowledge before it is done, since it would lose events.
   */
  @Bean
  LifecycleStrategy consumersAcknowledgeLast() {
    return new LifecycleStrategySupport() {
      @Override
      public void onRoutesAdd(Collection<Route> routes) {
        routes.forEach(QueueConsumerConfiguration::check);
      }
    };
  }

  private static void check(Route route) {
    if (route.getConsumer() instanceof JmsConsumer consumer && !isSafe(consumer.getEndpoint())) {
      throw new BadSettingException(
          "A route consumes a queue and would acknowledge events before it is done with them: use kamelet:take-from-queue, without transacted, cacheLevelName or other options of its own.");
    }
  }

  private static boolean isSafe(JmsEndpoint endpoint) {
    return endpoint.isTransacted()
        && !endpoint.isLazyCreateTransactionManager()
        && endpoint.getTransactionManager() == null
        && CACHE_CONSUMER.equals(endpoint.getCacheLevelName())
        && endpoint.getMessageConverter() instanceof Unread
        && endpoint.getHeaderFilterStrategy() instanceof NoHeaders;
  }

  /** Camel's own container, with consumers that reserve memory first. */
  private static final class Container extends DefaultJmsMessageListenerContainer {

    private final BodyMemoryLimiter memory;

    Container(JmsEndpoint endpoint, BodyMemoryLimiter memory) {
      super(endpoint);
      this.memory = memory;
    }

    @Override
    protected MessageConsumer createConsumer(Session session, Destination destination)
        throws JMSException {
      return session instanceof ActiveMQSession artemis && destination instanceof Queue queue
          ? SizedConsumer.of(artemis, queue.getQueueName(), memory)
          : super.createConsumer(session, destination);
    }
  }

  /** Rule 5: a route gets the event; all other headers of a message stay outside. */
  private static final class NoHeaders implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      return true;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return true;
    }
  }

  /** Reads nothing: Camel would deserialise an object message. */
  private static final class Unread implements MessageConverter {

    @Override
    public Object fromMessage(Message message) {
      return message;
    }

    @Override
    public Message toMessage(Object object, Session session) {
      throw new MessageConversionException("Nothing is sent here");
    }
  }
}
