package io.gatehouse.intake;

import io.gatehouse.broker.DuplicateLog;
import io.gatehouse.broker.DurableSender;
import io.gatehouse.tracing.Tracing;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/**
 * The component {@code jms-confirmed}: {@code jms-confirmed:queue} sends the event that an earlier
 * step has made durably to the queue of its type, and continues the exchange when the broker has
 * confirmed it. The queue in the address is the one that the step before names, for readers and
 * diagrams. The component exists besides Camel's own because that one blocks a thread for each
 * confirmation, and so shares one sync of the disk among few messages.
 */
@Configuration(proxyBeanMethods = false)
class ConfirmedJmsConfiguration {

  /** Each Camel context that uses the component gets its own. */
  @Bean("jms-confirmed")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  ConfirmedComponent confirmed(
      DurableSender sends, DuplicateLog duplicateLog, Tracing tracing, RouteThreads routes) {
    return new ConfirmedComponent(sends, duplicateLog, tracing, routes);
  }

  /** The component. */
  static final class ConfirmedComponent extends DefaultComponent {

    private final DurableSender sends;
    private final DuplicateLog duplicateLog;
    private final Tracing tracing;
    private final RouteThreads routes;

    ConfirmedComponent(
        DurableSender sends, DuplicateLog duplicateLog, Tracing tracing, RouteThreads routes) {
      this.sends = sends;
      this.duplicateLog = duplicateLog;
      this.tracing = tracing;
      this.routes = routes;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String queue, Map<String, Object> parameters) {
      return new ConfirmedEndpoint(uri, this);
    }

    DurableSender sends() {
      return sends;
    }

    DuplicateLog duplicateLog() {
      return duplicateLog;
    }

    Tracing tracing() {
      return tracing;
    }

    Executor routes() {
      return routes.executor();
    }
  }

  private static final class ConfirmedEndpoint extends DefaultEndpoint {

    private final ConfirmedComponent component;

    ConfirmedEndpoint(String uri, ConfirmedComponent component) {
      super(uri, component);
      this.component = component;
    }

    @Override
    public Producer createProducer() {
      return new ConfirmedProducer(this, component);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      throw new UnsupportedOperationException("Queues are consumed by jms-transacted");
    }
  }
}
