package io.gatehouse.broker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jms.JmsException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Whether the broker accepts writes, checked by writing: a small durable message to a queue that
 * keeps only the newest. The cause of a failure is shown on the health page, in the log when it
 * changes, and by the metric {@code gatehouse.bus.failures}. Senders do not learn it.
 */
@Component("bus")
class BrokerHealthIndicator implements HealthIndicator {

  static final String QUEUE = "gatehouse.probe";

  private static final Logger LOG = LoggerFactory.getLogger(BrokerHealthIndicator.class);

  private final JmsTemplate bus;
  private final CachingConnectionFactory connections;
  private final BrokerOutage.Finder finder;
  private final BrokerAvailability state;
  private final MeterRegistry registry;
  private volatile boolean begun;
  private volatile boolean writable;
  private volatile BrokerOutage outage;
  private String reportedKind;

  BrokerHealthIndicator(
      JmsTemplate busTemplate,
      CachingConnectionFactory busConnections,
      BrokerOutage.Finder busTroubles,
      BrokerAvailability state,
      MeterRegistry registry) {
    this.bus = busTemplate;
    this.connections = busConnections;
    this.finder = busTroubles;
    this.state = state;
    this.registry = registry;
    busTroubles.kinds().forEach(this::failures);
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
      change(null);
    } catch (JmsException e) {
      writable = false;
      BrokerOutage wrong = finder.of(e);
      failures(wrong.kind()).increment();
      change(wrong);
      // A connection problem must not outlast the broker's problem.
      connections.resetConnection();
    }
  }

  /** Logs a changed cause; figures, such as the free space, change each time. */
  private void change(BrokerOutage now) {
    String kind = now == null ? "" : now.kind();
    String sentence =
        now == null ? "The bus takes writes" : "The bus does not take writes: " + now.sentence();
    if (!kind.equals(reportedKind)) {
      LOG.info(sentence);
    }
    reportedKind = kind;
    state.is(sentence);
    outage = now;
    writable = now == null;
  }

  private Counter failures(String kind) {
    return Counter.builder("gatehouse.bus.failures")
        .description("Test writes that the bus did not take, by kind of failure")
        .tag("kind", kind)
        .register(registry);
  }

  @Override
  public Health health() {
    BrokerOutage wrong = outage;
    if (writable) {
      return Health.up().build();
    }
    Health.Builder down = Health.down();
    if (wrong != null) {
      down.withDetail("kind", wrong.kind()).withDetail("reason", wrong.sentence());
    }
    return down.build();
  }
}
