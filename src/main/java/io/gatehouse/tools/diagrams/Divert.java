package io.gatehouse.tools.diagrams;

import io.gatehouse.broker.BusFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A divert of the bus file.
 *
 * @param queue to which it copies
 * @param filter that selects the events
 */
record Divert(String queue, String filter) {

  private static final Pattern DIVERT =
      Pattern.compile("(divertConfigurations\\.\"?[^\"=]+?\"?\\.)forwardingAddress");
  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

  static List<Divert> in(BusFile bus) {
    return bus.properties().stringPropertyNames().stream()
        .sorted()
        .map(DIVERT::matcher)
        .filter(Matcher::matches)
        .map(
            divert ->
                new Divert(
                    bus.properties().getProperty(divert.group()),
                    bus.properties().getProperty(divert.group(1) + "filterString", "")))
        .toList();
  }

  /** The quoted words of the filter: usually the queues that are copied. */
  List<String> words() {
    return QUOTED.matcher(filter).results().map(quoted -> quoted.group(1)).toList();
  }
}
