package io.gatehouse.broker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Reports clients that the embedded broker has refused: by the metric {@code
 * gatehouse.broker.refusals}, and at most once a minute in the log. With the broker's own lines,
 * any client could fill the log.
 */
@Component
class BrokerRefusals implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerRefusals.class);

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Optional<EmbeddedBroker> broker;
  private final ClientErrorFilter.Count words;
  private long reported;
  private long reportedAt = System.nanoTime() - PAUSE.toNanos();

  BrokerRefusals(Optional<EmbeddedBroker> broker, MeterRegistry registry) {
    this.broker = broker;
    ClientErrorFilter.keepOut();
    words = ClientErrorFilter.Count.begin();
    broker.ifPresent(
        embedded ->
            FunctionCounter.builder("gatehouse.broker.refusals", this, BrokerRefusals::soFar)
                .description(
                    "Logins, reads, sends, selectors, packets and connections that the embedded broker refused to clients")
                .register(registry));
  }

  @Scheduled(fixedDelayString = "${gatehouse.bus.probe-interval-millis:2000}")
  void look() {
    broker.filter(EmbeddedBroker::isActive).ifPresent(embedded -> look(soFar(), System.nanoTime()));
  }

  /** How often clients were refused: what the broker counts, and what it only logs. */
  long soFar() {
    return broker.map(EmbeddedBroker::refusals).orElse(0L) + words.soFar();
  }

  /**
   * Logs an increase, unless one was logged a moment ago.
   *
   * @param refusals so far
   * @param now as {@link System#nanoTime}
   */
  void look(long refusals, long now) {
    if (refusals > reported && now - reportedAt >= PAUSE.toNanos()) {
      LOG.warn(
          "The broker has refused clients {} times: compare their user and password with gatehouse.broker.user and gatehouse.broker.password, and the queues that they name with bus.properties; only the gateway may send, and who speaks neither CORE nor AMQP as it should is cut off",
          refusals - reported);
      reported = refusals;
      reportedAt = now;
    }
  }

  @Override
  public void destroy() {
    words.stop();
  }
}
