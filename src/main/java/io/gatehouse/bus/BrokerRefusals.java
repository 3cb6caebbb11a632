package io.gatehouse.bus;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells of clients that the embedded broker has refused: by the metric {@code
 * gatehouse.broker.refusals}, and at most once a minute in the log. The broker's own lines would
 * let a stranger write there as often as it likes.
 */
@Component
class BrokerRefusals {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerRefusals.class);

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Optional<EmbeddedBroker> broker;
  private long told;
  private long toldAt = System.nanoTime() - PAUSE.toNanos();

  BrokerRefusals(Optional<EmbeddedBroker> broker, MeterRegistry registry) {
    this.broker = broker;
    ClientsWords.keepOut();
    broker.ifPresent(
        embedded ->
            FunctionCounter.builder("gatehouse.broker.refusals", embedded, EmbeddedBroker::refusals)
                .description("Logins, reads and sends that the embedded broker refused to clients")
                .register(registry));
  }

  @Scheduled(fixedDelayString = "${gatehouse.bus.probe-interval-millis:2000}")
  void look() {
    broker
        .filter(EmbeddedBroker::isActive)
        .ifPresent(embedded -> look(embedded.refusals(), System.nanoTime()));
  }

  /**
   * Says it where there are more than before, unless it was said a moment ago.
   *
   * @param refusals so far
   * @param now as {@link System#nanoTime}
   */
  void look(long refusals, long now) {
    if (refusals > told && now - toldAt >= PAUSE.toNanos()) {
      LOG.warn(
          "The broker has refused clients {} times: compare their user and password with gatehouse.broker.user and gatehouse.broker.password, and the queues that they name with bus.properties; only the gateway may send",
          refusals - told);
      told = refusals;
      toldAt = now;
    }
  }
}
