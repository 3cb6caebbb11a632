package io.gatehouse.tools.simulation;

import io.gatehouse.tools.simulation.EventGenerator.SimulatedEvent;
import io.gatehouse.tools.simulation.EventSender.GatewayResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The result of a simulation: the responses, by kind; used from several threads. */
public final class SimulationReport {

  private static final int MOST_EXAMPLES = 5;

  private final String expected;
  private final Map<String, Integer> answers = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private long[] latencies = new long[1024];
  private int requests;
  private int events;
  private int retries;
  private int unexpected;
  private int again;
  private int sameId;
  private Duration took = Duration.ZERO;

  /**
   * @param expected the gateway's word in an expected response
   */
  SimulationReport(String expected) {
    this.expected = expected;
  }

  synchronized void answered(GatewayResponse answer) {
    answers.merge(answer.kind(), 1, Integer::sum);
    if (answer.status() != 0) {
      if (requests == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * requests);
      }
      latencies[requests++] = answer.latency().toNanos();
    }
  }

  synchronized void retried() {
    retries++;
  }

  /** Records the last response for an event. */
  synchronized void recorded(SimulatedEvent event, GatewayResponse answer) {
    events++;
    if (answer.status() != 200 || !answer.word().equals(expected)) {
      unexpected(event.name() + ": " + answer.kind());
    }
  }

  /** Records the last response for an event that was sent again. */
  synchronized void recordedAgain(
      SimulatedEvent event, GatewayResponse first, GatewayResponse second) {
    again++;
    if (!second.id().isEmpty() && second.id().equals(first.id())) {
      sameId++;
    } else {
      unexpected(event.name() + " again: " + second.kind() + ", and not the id of the first");
    }
  }

  private void unexpected(String what) {
    unexpected++;
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(what);
    }
  }

  synchronized void finished(Duration time) {
    took = time;
  }

  /** Whether every response was as expected. */
  public synchronized boolean isGood() {
    return unexpected == 0;
  }

  /** The report, line by line. */
  public synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("events", "%d".formatted(events)));
    answers.forEach((kind, count) -> lines.add(line("answers", "%s: %d".formatted(kind, count))));
    lines.add(line("retries", "%d".formatted(retries)));
    if (again > 0) {
      lines.add(line("sent again", "%d, same id %d".formatted(again, sameId)));
    }
    lines.add(
        line(
            "latency", "p50 %s, p99 %s".formatted(millis(percentile(50)), millis(percentile(99)))));
    lines.add(line("throughput", "%s requests/s".formatted(throughput())));
    if (unexpected > 0) {
      lines.add(line("unexpected", "%d, expected 200 %s".formatted(unexpected, expected)));
      examples.forEach(example -> lines.add(line("", example)));
    }
    return lines;
  }

  private static String line(String name, String value) {
    return "%-12s%s".formatted(name, value);
  }

  private long percentile(int percent) {
    long[] sorted = Arrays.copyOf(latencies, requests);
    Arrays.sort(sorted);
    return requests == 0 ? 0 : sorted[(int) Math.ceil(percent / 100.0 * requests) - 1];
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  private String throughput() {
    double seconds = Math.max(took.toNanos(), 1) / 1e9;
    return String.format(Locale.ROOT, "%.0f", requests / seconds);
  }
}
