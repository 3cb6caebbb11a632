package io.gatehouse.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.JmsException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Whether the broker takes writes, found out by writing: a small durable message to a queue that
 * keeps only the newest.
 */
@Component("bus")
class BusHealth implements HealthIndicator {

  static final String QUEUE = "gatehouse.probe";

  private static final Logger LOG = LoggerFactory.getLogger(BusHealth.class);

  private final JmsTemplate bus;
  private final CachingConnectionFactory connections;
  private volatile boolean begun;
  private volatile boolean writable;
  private String state = "";

  BusHealth(
      JmsTemplate busTemplate, CachingConnectionFactory busConnections, MeterRegistry registry) {
    this.bus = busTemplate;
    this.connections = busConnections;
    Gauge.builder("gatehouse.bus.writable", () -> writable ? 1 : 0)
        .description("Whether the bus takes writes, as readiness has it")
        .register(registry);
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    begun = true;
    probe();
  }

  @Scheduled(fixedDelayString = "${gatehouse.bus.probe-interval-millis:2000}")
  void probeAgain() {
    if (begun) {
      probe();
    }
  }

  @EventListener(ContextClosedEvent.class)
  void end() {
    begun = false;
  }

  private synchronized void probe() {
    try {
      bus.send(QUEUE, session -> session.createTextMessage(""));
      change(true, "The bus takes writes");
    } catch (JmsException e) {
      change(false, "The bus does not take writes: " + reason(e));
      // Whatever is wrong with the connection must not last longer than what is wrong with the
      // broker.
      connections.resetConnection();
    }
  }

  private void change(boolean now, String sentence) {
    if (!state.equals(sentence)) {
      LOG.info(sentence);
    }
    state = sentence;
    writable = now;
  }

  /** In our own words, for the broker's may quote what was sent. */
  private static String reason(JmsException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ActiveMQException broker) {
        return switch (broker.getType()) {
          case SECURITY_EXCEPTION ->
              "the broker refuses spring.artemis.user with spring.artemis.password, or does not let that user send to "
                  + QUEUE;
          case NOT_CONNECTED, CONNECTION_TIMEDOUT, DISCONNECTED ->
              "the broker cannot be reached, or its certificate is not trusted";
          case QUEUE_DOES_NOT_EXIST, ADDRESS_DOES_NOT_EXIST ->
              "the broker has no %s, so it has not loaded bus.properties".formatted(QUEUE);
          default -> broker.getType().name();
        };
      }
    }
    return NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
  }

  @Override
  public Health health() {
    return writable ? Health.up().build() : Health.down().build();
  }
}
