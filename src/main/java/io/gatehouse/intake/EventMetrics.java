package io.gatehouse.intake;

import io.gatehouse.events.CloudEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.springframework.stereotype.Component;

/**
 * The metric {@code gatehouse.events}: what each vendor's requests became. The labels are words of
 * the route files: a type that is in none, because a route derives it from the request, is counted
 * as {@value #UNKNOWN}.
 */
@Component
class EventMetrics {

  static final String UNKNOWN = "unknown";

  private static final Set<String> OWN = Set.of(CloudEvent.UNCLASSIFIED, CloudEvent.QUARANTINED);

  private final MeterRegistry registry;
  private final Map<Taken, Counter> counters = new ConcurrentHashMap<>();

  EventMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Taken(String vendor, String type, String outcome) {}

  /** Counts an event that is on the bus, at the end of its route. */
  void count(Exchange exchange, CloudEvent event, String outcome) {
    String vendor = event.vendor();
    Counter known = counters.get(new Taken(vendor, event.type(), outcome));
    if (known == null) {
      String label = isNamed(exchange, event.type()) ? event.type() : UNKNOWN;
      known = counters.computeIfAbsent(new Taken(vendor, label, outcome), this::counter);
    }
    known.increment();
  }

  private Counter counter(Taken key) {
    return Counter.builder("gatehouse.events")
        .description("Accepted events by outcome")
        .tags("vendor", key.vendor(), "type", key.type(), "outcome", key.outcome())
        .register(registry);
  }

  /** Whether the type is one of the gateway's own, or occurs in the route's file. */
  private static boolean isNamed(Exchange exchange, String type) {
    if (OWN.contains(type)) {
      return true;
    }
    Route route = exchange.getContext().getRoute(exchange.getFromRouteId());
    Resource file = route == null ? null : route.getSourceResource();
    return file != null && isWordOf(file, type);
  }

  private static boolean isWordOf(Resource file, String type) {
    try (InputStream in = file.getInputStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("(?<![\\w.-])" + Pattern.quote(type) + "(?![\\w.-])")
          .matcher(text)
          .find();
    } catch (IOException e) {
      // A file that has been deleted since names nothing.
      return false;
    }
  }
}
