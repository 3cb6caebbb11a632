package bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What arrived, and how long after it was sent. */
final class Arrivals implements Consumer<String> {

  private static final long HIGHEST = TimeUnit.MINUTES.toNanos(10);

  private final Map<Long, Long> sent;
  private final Histogram latencies = new ConcurrentHistogram(HIGHEST, 3);
  private final Map<Long, Boolean> seen = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  /**
   * Arrivals.
   *
   * @param sent when each number was sent, in nanoseconds
   */
  Arrivals(Map<Long, Long> sent) {
    this.sent = sent;
  }

  /** Records a body, unless its number is not one that was sent, or has already arrived. */
  @Override
  public void accept(String body) {
    long number = Requests.numberIn(body);
    Long begun = sent.get(number);
    long now = System.nanoTime();
    if (begun != null && seen.putIfAbsent(number, true) == null) {
      last.set(now);
      latencies.recordValue(Math.min(now - begun, HIGHEST));
    }
  }

  long count() {
    return seen.size();
  }

  /** When the last one came, in nanoseconds. */
  long last() {
    return last.get();
  }

  double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }

  void await(long count, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (seen.size() < count) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(seen.size() + " of " + count + " arrived");
      }
      Load.rest(Duration.ofMillis(20));
    }
  }
}
