package io.gatehouse.http;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * The metric {@code gatehouse.requests}: how many requests each vendor's doors answered how, and
 * how long that took. Spring's own is of the whole container, and costs more than a route.
 */
@Component
class RequestTimes {

  private final MeterProvider<Timer> timers;

  RequestTimes(MeterRegistry registry) {
    this.timers =
        Timer.builder("gatehouse.requests")
            .description("Requests at vendors' doors, by answer")
            .withRegistry(registry);
  }

  /** Counts one that began at this time, as {@link System#nanoTime()} has it. */
  void record(String vendor, int status, long begun) {
    timers
        .withTags(Tags.of("vendor", vendor, "status", Integer.toString(status)))
        .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
  }
}
