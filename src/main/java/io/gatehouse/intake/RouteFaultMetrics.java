package io.gatehouse.intake;

import io.gatehouse.events.CloudEvent;
import io.gatehouse.events.EventRules;
import io.gatehouse.tracing.EventLine;
import io.gatehouse.webhook.FailedExpressionException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Reports what a route file cannot handle of authentic senders' events: the metrics {@code
 * gatehouse.route.faults}, for failures of a route, and {@code gatehouse.unreadable.times}, for a
 * {@code time} expression that picks an invalid time; and a log line of each kind from time to
 * time.
 */
@Component
class RouteFaultMetrics {

  /** The reason of an event that was quarantined because its route failed. */
  static final String ROUTE_FAULT = "route-fault";

  private static final Logger LOG = LoggerFactory.getLogger(RouteFaultMetrics.class);
  private static final Duration BETWEEN_FAULTS = Duration.ofMinutes(1);
  private static final Duration BETWEEN_TIMES = Duration.ofHours(1);

  private final MeterRegistry registry;
  private final Clock clock;
  private final Map<String, Long> loggedAt = new ConcurrentHashMap<>();

  @Autowired
  RouteFaultMetrics(MeterRegistry registry) {
    this(registry, Clock.systemUTC());
  }

  RouteFaultMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Registers the metrics of a new route, so that its first fault is an increase. */
  void watch(String vendor, String route) {
    faults(vendor, route);
    times(vendor);
  }

  /** Counts a failure of a route; its event is kept. */
  void failed(String vendor, String route, Exception failure) {
    faults(vendor, route).increment();
    if (isDue("fault " + routeId(route), BETWEEN_FAULTS)) {
      LOG.error(
          "The route {} of {} failed on an event that is kept: {}; correct the route file",
          routeId(route),
          vendor,
          what(failure));
    }
  }

  /**
   * Counts an unreadable time of a stored event; a failure that led to quarantine has already been
   * logged.
   */
  void stored(String route, EventPublication publication) {
    publication.reading().ifPresent(reading -> stored(route, publication.event(), reading));
  }

  private void stored(String route, CloudEvent event, EventRules.Reading reading) {
    reading.failure().ifPresent(failure -> failed(event.vendor(), route, failure));
    Optional<String> time = reading.unreadableTime();
    if (time.isPresent()) {
      times(event.vendor()).increment();
      if (isDue("time " + event.vendor(), BETWEEN_TIMES)) {
        EventLine.about(LOG.atWarn(), event.id(), event.traceparent())
            .log(
                "An event of {} has no time: the value that its route picks is not a time: {}",
                event.vendor(),
                onOneLine(time.get()));
      }
    }
  }

  private boolean isDue(String what, Duration pause) {
    long now = clock.millis();
    Long before = loggedAt.putIfAbsent(what, now);
    return before == null
        || (now - before >= pause.toMillis() && loggedAt.replace(what, before, now));
  }

  private Counter faults(String vendor, String route) {
    return Counter.builder("gatehouse.route.faults")
        .description("Events that a route failed on")
        .tags("vendor", vendor, "route", routeId(route))
        .register(registry);
  }

  private Counter times(String vendor) {
    return Counter.builder("gatehouse.unreadable.times")
        .description("Events whose time is there and cannot be read")
        .tags("vendor", vendor)
        .register(registry);
  }

  /** The id as in the file: a later revision appends its own name after a tilde. */
  private static String routeId(String route) {
    return route.replaceFirst("~.*", "");
  }

  /**
   * The failure as the route's expression and the exception's class: a message may contain content.
   */
  private static String what(Exception failure) {
    FailedExpressionException expression =
        ObjectHelper.getException(FailedExpressionException.class, failure);
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return expression == null
        ? cause.getClass().getSimpleName()
        : "the jq expression " + onOneLine(expression.expression());
  }

  private static String onOneLine(String expression) {
    return expression.strip().replaceAll("\\s+", " ");
  }
}
