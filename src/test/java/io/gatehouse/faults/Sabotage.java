package io.gatehouse.faults;

import io.gatehouse.webhook.Receipt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
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
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (name.equals("jms-confirmed")) {
          HeaderFilterStrategyAware component = (HeaderFilterStrategyAware) bean;
          component.setHeaderFilterStrategy(new WithoutId(component.getHeaderFilterStrategy()));
        }
        return bean;
      }
    };
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
        Exchange copy = exchange.copy();
        later.execute(
            () -> {
              try {
                send.process(copy);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
        exchange.setProperty(
            Receipt.PROPERTY,
            new Receipt(
                Receipt.Status.ACCEPTED,
                exchange.getMessage().getHeader("cloudEvents_id", String.class)));
      };
    }
  }

  private record WithoutId(HeaderFilterStrategy allowed) implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      return name.equals("_AMQ_DUPL_ID")
          || allowed.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return allowed.applyFilterToExternalHeaders(name, value, exchange);
    }
  }
}
