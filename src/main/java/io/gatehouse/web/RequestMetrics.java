package io.gatehouse.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * The metrics {@code gatehouse.requests}: how many requests got which status at each vendor's paths
 * and elsewhere, including the container's own responses, and how long they took; and {@code
 * gatehouse.refusals}: why requests were refused. Spring's own metric covers the whole container,
 * and costs more than a route.
 */
@Component
class RequestMetrics {

  /** The vendor of a request that matches no vendor's path. */
  static final String NO_VENDOR = "unknown";

  private final MeterRegistry registry;
  private final Map<Answered, Timer> times = new ConcurrentHashMap<>();
  private final Map<Refused, Counter> refusals = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Answered(String vendor, int status) {}

  private record Refused(String vendor, String reason) {}

  /**
   * Counts a request.
   *
   * @param status the status that its sender got
   * @param begun when it began, as {@link System#nanoTime()}
   */
  void answered(String vendor, int status, long begun) {
    Answered key = new Answered(vendor, status);
    Timer timer = times.get(key);
    if (timer == null) {
      timer = times.computeIfAbsent(key, this::timer);
    }
    timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
  }

  /**
   * Counts a request that was refused.
   *
   * @param reason a fixed word; empty where it was not refused
   */
  void refused(String vendor, String reason) {
    if (reason.isEmpty()) {
      return;
    }
    refusals.computeIfAbsent(new Refused(vendor, reason), this::counter).increment();
  }

  private Timer timer(Answered key) {
    return Timer.builder("gatehouse.requests")
        .description("Requests at vendors' paths, by answer")
        .tags("vendor", key.vendor(), "status", Integer.toString(key.status()))
        .register(registry);
  }

  private Counter counter(Refused key) {
    return Counter.builder("gatehouse.refusals")
        .description("Requests that were refused, by reason")
        .tags("vendor", key.vendor(), "reason", key.reason())
        .register(registry);
  }
}
