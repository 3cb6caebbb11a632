package io.gatehouse.broker;

import io.gatehouse.broker.QueueStatistics.Depth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The metrics {@code gatehouse.queue.messages} and {@code gatehouse.queue.oldest}, for every queue
 * of the bus file except the gateway's own. They are measured at intervals and not on request,
 * since a broker that does not respond would block all other metrics.
 */
@Component
class QueueMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(QueueMetrics.class);

  private final QueueStatistics statistics;
  private final MeterRegistry registry;
  private final Set<String> queues;
  private final Map<String, Depth> known = new ConcurrentHashMap<>();
  private volatile boolean begun;

  QueueMetrics(
      QueueStatistics statistics, EmbeddedBrokerProperties properties, MeterRegistry registry) {
    this.statistics = statistics;
    this.registry = registry;
    this.queues =
        BusFile.read(properties.addresses()).queues().stream()
            .filter(queue -> !BusAddresses.isOwn(queue))
            .collect(Collectors.toUnmodifiableSet());
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    begun = true;
    measure();
  }

  @EventListener(ContextClosedEvent.class)
  void end() {
    begun = false;
  }

  @Scheduled(fixedDelayString = "${gatehouse.bus.probe-interval-millis:2000}")
  void measure() {
    if (!begun) {
      return;
    }
    try {
      statistics.measure(queues, this::update);
    } catch (RuntimeException e) {
      // An unknown depth is not reported; readiness shows whether the bus works.
      known.clear();
      LOG.debug("The queues cannot be measured: {}", e.getClass().getSimpleName());
    }
  }

  private void update(String queue, Depth depth) {
    if (known.put(queue, depth) == null) {
      gauge("gatehouse.queue.messages", "Messages in a queue", queue, Depth::messages);
      if (!Double.isNaN(depth.oldest())) {
        gauge("gatehouse.queue.oldest", "Age of the event at its head", queue, Depth::oldest);
      }
    }
  }

  private void gauge(
      String name, String description, String queue, ToDoubleFunction<Depth> figure) {
    Gauge.builder(
            name,
            known,
            all -> all.containsKey(queue) ? figure.applyAsDouble(all.get(queue)) : Double.NaN)
        .description(description)
        .baseUnit(name.endsWith("oldest") ? "seconds" : null)
        .tag("queue", queue)
        .register(registry);
  }
}
