package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What was measured, run by run, and the medians of it; of the slowest answers, the slowest. */
final class Results {

  /**
   * One run.
   *
   * @param rate events a second
   * @param p50 latency in microseconds, as are the next three
   * @param slowest of all answers
   * @param processor microseconds of processor time an event, of the process that is measured
   * @param allocated bytes an event, of that process
   * @param load microseconds of processor time an event, of the load
   */
  record Row(
      String name,
      int connections,
      double rate,
      double p50,
      double p99,
      double p999,
      double slowest,
      double processor,
      double allocated,
      double load) {

    private String line() {
      return String.format(
          Locale.ROOT,
          "%s,%d,%.0f,%.0f,%.0f,%.0f,%.0f,%.1f,%.0f,%.1f",
          name,
          connections,
          rate,
          p50,
          p99,
          p999,
          slowest,
          processor,
          allocated,
          load);
    }
  }

  private static final String HEAD =
      "name,connections,events_per_second,p50_micros,p99_micros,p999_micros,slowest_micros,cpu_micros_per_event,allocated_bytes_per_event,load_cpu_micros_per_event";

  private final List<Row> rows = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
    System.out.println(row.line());
  }

  List<Row> medians() {
    Map<String, List<Row>> groups =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.connections() + " " + row.name(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return groups.values().stream().map(Results::median).toList();
  }

  private static Row median(List<Row> group) {
    Row first = group.get(0);
    return new Row(
        first.name(),
        first.connections(),
        median(group, Row::rate),
        median(group, Row::p50),
        median(group, Row::p99),
        median(group, Row::p999),
        group.stream().mapToDouble(Row::slowest).max().orElseThrow(),
        median(group, Row::processor),
        median(group, Row::allocated),
        median(group, Row::load));
  }

  private static double median(List<Row> group, ToDoubleFunction<Row> value) {
    double[] sorted = group.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        HEAD + "\n" + rows.stream().map(row -> row.line() + "\n").collect(Collectors.joining()));
  }

  /** The medians, a line each. */
  String table() {
    return HEAD
        + "\n"
        + medians().stream().map(row -> row.line() + "\n").collect(Collectors.joining());
  }
}
