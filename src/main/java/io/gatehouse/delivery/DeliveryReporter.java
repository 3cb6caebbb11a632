package io.gatehouse.delivery;

import io.gatehouse.delivery.DeliveryOutcome.AttemptDetails;
import io.gatehouse.tracing.EventLine;
import io.gatehouse.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.stereotype.Component;

/**
 * Reports attempts to operators: the metrics {@code gatehouse.delivery}, how long each took, {@code
 * gatehouse.delivery.failures}, how each failure came about, and {@code gatehouse.delivery.lag},
 * how long after its receipt an event was delivered; a stage of the event's trace, and a log line.
 */
@Component
class DeliveryReporter {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryReporter.class);

  private static final Duration[] LAGS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10),
    Duration.ofHours(1),
    Duration.ofHours(8)
  };

  private final Tracing tracing;
  private final MeterProvider<Timer> times;
  private final MeterProvider<Counter> failures;
  private final MeterProvider<Timer> lags;

  DeliveryReporter(MeterRegistry registry, Tracing tracing) {
    this.tracing = tracing;
    this.times =
        Timer.builder("gatehouse.delivery")
            .description("Attempts at receiving systems, by outcome")
            .withRegistry(registry);
    this.failures =
        Counter.builder("gatehouse.delivery.failures")
            .description("Attempts at receiving systems that failed, by kind of failure")
            .withRegistry(registry);
    this.lags =
        Timer.builder("gatehouse.delivery.lag")
            .description("From the receipt of an event to its delivery")
            .serviceLevelObjectives(LAGS)
            .withRegistry(registry);
  }

  /** Starts the report of a call to the receiver. */
  void begin(Delivery delivery, String queue) {
    QueuedEvent event = delivery.event();
    // The counter starts at zero, so that the first failure is seen as an increase.
    failures(delivery.receiver(), "refused");
    failures(delivery.receiver(), "failing");
    delivery.begin(
        tracing
            .delivery(event.traceparent(), queue, delivery.receiver())
            .about(event.type(), event.id()));
  }

  void delivered(Delivery delivery, int attempts) {
    end(delivery, "delivered", true);
    delivery
        .event()
        .received()
        .ifPresent(since -> lag(delivery.receiver(), Duration.between(since, Instant.now())));
    line(attempts > 1 ? LOG.atInfo() : LOG.atDebug(), delivery)
        .log(
            "{} took {} {} (attempt {})",
            delivery.receiver(),
            delivery.event().type(),
            delivery.event().id(),
            attempts);
  }

  /** The route skipped the event, so the receiver was not called. */
  void leftOut(Delivery delivery) {
    end(delivery, "skipped", true);
    line(LOG.atDebug(), delivery)
        .log("{} need not have {}", delivery.receiver(), delivery.event().id());
  }

  void again(Delivery delivery, DeliveryOutcome.Later later, int attempts, Instant when) {
    end(delivery, "again", false);
    String answered = answered(later.status(), later.evidence());
    refusal(delivery, later.why(), answered, attempts, "it gets it again at " + when);
  }

  void dead(Delivery delivery, String why, int status, int attempts, AttemptDetails evidence) {
    end(delivery, "dead", false);
    refusal(delivery, why, answered(status, evidence), attempts, "it is a dead letter now");
  }

  private static String answered(int status, AttemptDetails evidence) {
    if (status != 0) {
      return "status " + status;
    }
    return evidence.exception().isEmpty() ? "not sent" : "no answer, " + evidence.exception();
  }

  /** A message was not an event, and was moved to the dead letters. */
  void unreadable(String receiver) {
    timer(receiver, "dead").record(Duration.ZERO);
    failures(receiver, "unreadable").increment();
    LOG.warn("{} was to get a message that is no event: it is a dead letter now", receiver);
  }

  /** A delivery could not be stored yet. */
  void notStored(Delivery delivery, Exception failure) {
    line(LOG.atError(), delivery)
        .log(
            "{} has {}, and the ledger cannot note it now: {}",
            delivery.receiver(),
            delivery.event().id(),
            failure.getClass().getSimpleName());
  }

  private void refusal(Delivery delivery, String why, String answered, int attempts, String then) {
    failures(delivery.receiver(), why).increment();
    line(LOG.atWarn(), delivery)
        .log(
            "{} did not take {} {} ({}, {}, attempt {}): {}",
            delivery.receiver(),
            delivery.event().type(),
            delivery.event().id(),
            why,
            answered,
            attempts,
            then);
  }

  private static LoggingEventBuilder line(LoggingEventBuilder line, Delivery delivery) {
    return EventLine.about(line, delivery.event().id(), delivery.event().traceparent());
  }

  private void end(Delivery delivery, String outcome, boolean good) {
    timer(delivery.receiver(), outcome).record(delivery.taken());
    delivery.stage().end(outcome, good);
  }

  private Counter failures(String receiver, String kind) {
    return failures.withTags("receiver", receiver, "kind", kind);
  }

  private Timer timer(String receiver, String outcome) {
    return times.withTags("receiver", receiver, "outcome", outcome);
  }

  /** Records the lag, which may be negative if another machine's clock is ahead. */
  private void lag(String receiver, Duration lag) {
    lags.withTag("receiver", receiver).record(lag.isNegative() ? Duration.ZERO : lag);
  }
}
