package io.gatehouse.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What monitoring reads from a gateway, in Prometheus' text format. */
public final class Scrape {

  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:]\\w*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  private final List<Series> series;

  private Scrape(List<Series> series) {
    this.series = series;
  }

  /** One line. */
  public record Series(String name, Map<String, String> labels, double value) {}

  /** The metrics of a gateway as they are now. */
  public static Scrape of(Gateway gateway) {
    List<Series> all = new ArrayList<>();
    for (String line : gateway.operate(Request.get("/actuator/prometheus")).body().split("\n")) {
      if (!line.startsWith("#") && !line.isBlank()) {
        all.add(read(line));
      }
    }
    return new Scrape(all);
  }

  private static Series read(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("This is no line of Prometheus': " + line);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    if (parts.group(2) != null) {
      Matcher label = LABEL.matcher(parts.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new Series(parts.group(1), labels, Double.parseDouble(parts.group(3)));
  }

  public List<Series> series() {
    return series;
  }

  /** The value of the series with exactly these labels, given as name, value, …; 0 without one. */
  public double value(String name, String... labels) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return series.stream()
        .filter(one -> one.name().equals(name) && one.labels().equals(wanted))
        .mapToDouble(Series::value)
        .findFirst()
        .orElse(0);
  }
}
