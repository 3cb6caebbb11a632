package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.broker.QueueStatistics.Depth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.core.MessageCreator;

/** What monitoring sees of a bus that fails. */
class BusMetricsTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private boolean down;

  @Test
  void aBusThatTakesNoWritesIsZero() {
    JmsTemplate bus =
        new JmsTemplate() {
          @Override
          public void send(String queue, MessageCreator message) {
            if (down) {
              throw new UncategorizedJmsException("down, on purpose");
            }
          }
        };
    BrokerAvailability state = new BrokerAvailability();
    BrokerHealthIndicator health =
        new BrokerHealthIndicator(
            bus,
            new CachingConnectionFactory(),
            failure -> new BrokerOutage("on-purpose", "somebody has pulled the plug"),
            state,
            registry);

    health.begin();
    assertThat(gauge("gatehouse.bus.writable")).isEqualTo(1);

    down = true;
    health.probeAgain();
    assertThat(gauge("gatehouse.bus.writable")).isZero();
    assertThat(registry.get("gatehouse.bus.failures").tag("kind", "on-purpose").counter().count())
        .isEqualTo(1);
    assertThat(health.health().getDetails())
        .containsEntry("kind", "on-purpose")
        .containsEntry("reason", "somebody has pulled the plug");
    assertThat(state.sentence()).endsWith("somebody has pulled the plug");

    down = false;
    health.probeAgain();
    assertThat(health.health().getDetails()).isEmpty();
  }

  @Test
  void aQueueThatCannotBeMeasuredIsNoNumber() {
    EmbeddedBrokerProperties properties =
        new EmbeddedBrokerProperties(
            Path.of("target"), Path.of("routes/bus.properties"), "", "", "", false, 0, 0);
    QueueStatistics statistics =
        (queues, reader) -> {
          if (down) {
            throw new IllegalStateException("down, on purpose");
          }
          assertThat(queues)
              .contains("deliver.crm", "kyc.quarantine")
              .noneMatch("gatehouse.probe"::equals);
          reader.read("kyc.quarantine", new Depth(7, 60));
        };
    QueueMetrics meters = new QueueMetrics(statistics, properties, registry);

    meters.begin();
    assertThat(gauge("gatehouse.queue.messages")).isEqualTo(7);
    assertThat(gauge("gatehouse.queue.oldest")).isEqualTo(60);

    down = true;
    meters.measure();
    assertThat(gauge("gatehouse.queue.messages")).isNaN();

    down = false;
    meters.measure();
    assertThat(gauge("gatehouse.queue.messages")).isEqualTo(7);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
