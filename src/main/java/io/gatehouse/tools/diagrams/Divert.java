package io.gatehouse.tools.diagrams;

import io.gatehouse.broker.BusFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the broker copies to a queue: a divert of the bus file.
 *
 * @param queue that it fills
 * @param filter that says which events
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

  /** The words that the filter has in quotation marks: most often the queues copied from. */
  List<String> words() {
    return QUOTED.matcher(filter).results().map(quoted -> quoted.group(1)).toList();
  }
}
