package bench;

import bench.Results.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** Draws medians as multiples of what the hand-written controller does at as many connections. */
final class Plot {

  private static final String MEASURE = "hand";
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private Plot() {}

  /** Draws one chart of throughput and one of the 99th percentile. */
  static void draw(List<Row> medians, Path folder) throws IOException {
    draw("Events a second, as multiples of hand", medians, Row::rate, folder.resolve("rate"));
    draw("p99 of the answer, as multiples of hand", medians, Row::p99, folder.resolve("p99"));
  }

  private static void draw(String title, List<Row> medians, ToDoubleFunction<Row> value, Path file)
      throws IOException {
    List<Integer> connections = medians.stream().map(Row::connections).distinct().sorted().toList();
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("connections")
            .build();
    for (String name : medians.stream().map(Row::name).distinct().toList()) {
      List<Double> multiples =
          connections.stream()
              .map(count -> of(medians, name, count, value) / of(medians, MEASURE, count, value))
              .toList();
      chart.addSeries(name, connections, multiples);
    }
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
  }

  private static double of(
      List<Row> medians, String name, int connections, ToDoubleFunction<Row> value) {
    return medians.stream()
        .filter(row -> row.name().equals(name) && row.connections() == connections)
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
