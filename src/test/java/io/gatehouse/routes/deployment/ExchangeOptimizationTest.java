package io.gatehouse.routes.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to an exchange along a route. */
class ExchangeOptimizationTest {

  private final ExchangeOptimization lean = new ExchangeOptimization();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final List<Exchange> passed = new ArrayList<>();
  private final List<CamelEvent.ExchangeEvent> events = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    camel.disableJMX();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            routeTemplate("look").from("kamelet:source").process(passed::add);
            from("direct:start").process(passed::add).to("kamelet:look").process(passed::add);
          }
        });
    camel.getManagementStrategy().addEventNotifier(new Listener());
    lean.beforeApplicationStart(camel);
    camel.start();
    lean.afterApplicationStart(camel);
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void itIsNotCopiedForAKamelet() throws Exception {
    camel.createProducerTemplate().sendBody("direct:start", "an event");

    assertThat(passed).hasSize(3).allMatch(exchange -> exchange == passed.get(0));
  }

  @Test
  void noEventIsMadeOfItsSteps() throws Exception {
    camel.createProducerTemplate().sendBody("direct:start", "an event");

    assertThat(events).isEmpty();
  }

  private final class Listener extends EventNotifierSupport {

    @Override
    public void notify(CamelEvent event) {
      if (event instanceof CamelEvent.ExchangeEvent one) {
        events.add(one);
      }
    }
  }
}
