package io.gatehouse.broker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Reports a sender that gets no confirmation for a second while messages wait: in the log and by
 * the metrics {@code gatehouse.bus.sender.stalled} and {@code gatehouse.bus.sender.stalls}. The
 * senders only count; time is measured between two checks.
 */
@Component
class SendWatchdog {

  static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SendWatchdog.class);
  private static final double NANOS = 1e9;

  private final List<Watched> senders;

  SendWatchdog(DurableSender sends, MeterRegistry registry) {
    List<SendProgress> progress = sends.progress();
    senders =
        IntStream.range(0, progress.size())
            .mapToObj(number -> new Watched(number, progress.get(number), registry))
            .toList();
  }

  @Scheduled(fixedDelay = 250)
  void look() {
    look(System.nanoTime());
  }

  /**
   * Checks each sender.
   *
   * @param now as {@link System#nanoTime}
   */
  void look(long now) {
    senders.forEach(sender -> sender.look(now));
  }

  private static final class Watched {

    private final int number;
    private final SendProgress progress;
    private final Counter stalls;
    private long confirmed;
    private long since;
    private boolean waits;
    private boolean reported;
    private volatile double stalled;

    Watched(int number, SendProgress progress, MeterRegistry registry) {
      this.number = number;
      this.progress = progress;
      String sender = Integer.toString(number);
      this.stalls =
          Counter.builder("gatehouse.bus.sender.stalls")
              .description(
                  "How often a sender had no confirmation for a second while messages waited")
              .tag("sender", sender)
              .register(registry);
      Gauge.builder("gatehouse.bus.sender.stalled", () -> stalled)
          .description("How long a sender has had no confirmation while messages wait")
          .baseUnit("seconds")
          .tag("sender", sender)
          .register(registry);
    }

    void look(long now) {
      long before = confirmed;
      confirmed = progress.confirmed();
      if (reported && confirmed != before) {
        reported = false;
        LOG.info("Bus sender {} has confirmations again", number);
      }
      long waiting = progress.waiting();
      if (waiting == 0 || confirmed != before || !waits) {
        waits = waiting != 0;
        since = now;
      }
      stalled = waits ? (now - since) / NANOS : 0;
      if (!reported && stalled * NANOS >= LIMIT.toNanos()) {
        reported = true;
        stalls.increment();
        LOG.error(
            "Bus sender {} has had no confirmation since {}, and {} messages wait",
            number,
            Instant.now().minusNanos(now - since),
            waiting);
      }
    }
  }
}
