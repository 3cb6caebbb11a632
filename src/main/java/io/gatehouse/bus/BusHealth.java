package io.gatehouse.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jms.JmsException;
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
  private volatile boolean begun;
  private volatile boolean writable;

  BusHealth(JmsTemplate busTemplate, MeterRegistry registry) {
    this.bus = busTemplate;
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
      change(true);
    } catch (JmsException e) {
      change(false);
    }
  }

  private void change(boolean now) {
    if (writable != now) {
      LOG.info("The bus {} writes", now ? "takes" : "does not take");
    }
    writable = now;
  }

  @Override
  public Health health() {
    return writable ? Health.up().build() : Health.down().build();
  }
}
