package io.gatehouse.faults;

import io.gatehouse.broker.ChangedProperties;
import io.gatehouse.broker.MessageNames;
import io.gatehouse.intake.EarlyReceipt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Deliberate faults, to verify that the tests here detect them. They exist only in a process that
 * is started with the tests on its class path and with the profile of that name.
 */
@Configuration(proxyBeanMethods = false)
class Sabotage {

  static final String ACKNOWLEDGE_EARLY = "sabotage-acknowledge-early";
  static final String NO_DUPLICATE_IDS = "sabotage-no-duplicate-ids";

  static final String AUTOMATIC_ACKNOWLEDGEMENT = "sabotage-automatic-acknowledgement";

  /** Consumes events as camel-jms does by default, bypassing the check that refuses it. */
  @Bean
  @Profile(AUTOMATIC_ACKNOWLEDGEMENT)
  static BeanPostProcessor automaticAcknowledgement() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (name.equals("jms-transacted")) {
          ((JmsComponent) bean).setTransacted(false);
        }
        return name.equals("consumersAcknowledgeLast") ? new LifecycleStrategySupport() {} : bean;
      }
    };
  }

  /** Confirms an event before it is sent. */
  @Bean
  @Profile(ACKNOWLEDGE_EARLY)
  static BeanPostProcessor acknowledgeEarly() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return name.equals("single-flight") ? new Early() : bean;
      }
    };
  }

  /** Sends without the property by which the broker recognises a duplicate. */
  @Bean
  @Profile(NO_DUPLICATE_IDS)
  static BeanPostProcessor noDuplicateIds() {
    return new ChangedProperties(
        properties ->
            properties
                .keySet()
                .removeAll(Set.of(MessageNames.DUPLICATE_ID, MessageNames.DUPLICATE_ID_AT_ONCE)));
  }

  private static final class Early implements Policy {

    private final ExecutorService later = Executors.newSingleThreadExecutor();

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
      // There is nothing to prepare.
    }

    @Override
    public Processor wrap(Route route, Processor send) {
      return exchange -> {
        // A copy shares the webhook.
        Exchange copy = exchange.copy();
        later.execute(
            () -> {
              try {
                send.process(copy);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
        EarlyReceipt.of(exchange);
      };
    }
  }
}
