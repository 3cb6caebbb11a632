package io.gatehouse.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: the wait doubles up to a maximum, and varies by a fifth
 * either way so that events that failed together are not retried together.
 *
 * @param first the wait after the first attempt
 * @param longest the maximum wait
 * @param chance numbers from 0 to 1
 */
record Backoff(Duration first, Duration longest, DoubleSupplier chance) {

  private static final double SPREAD = 0.2;
  private static final int MOST_DOUBLINGS = 30;

  /**
   * The wait after an attempt.
   *
   * @param attempts the number of attempts so far
   * @param notBefore the minimum, if the receiver asked for one
   */
  Duration after(int attempts, Optional<Duration> notBefore) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(attempts - 1, MOST_DOUBLINGS));
    double spread = 1 + SPREAD * (2 * chance.getAsDouble() - 1);
    Duration wait =
        Duration.ofMillis((long) Math.min(doubled * spread, (double) longest.toMillis()));
    return notBefore.filter(least -> least.compareTo(wait) > 0).orElse(wait);
  }
}
