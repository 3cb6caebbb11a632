package io.gatehouse.tools.diagrams;

import io.gatehouse.broker.MessageNames;
import io.gatehouse.tools.diagrams.Chart.Shape;
import io.gatehouse.tools.diagrams.Route.TypeRow;
import io.gatehouse.tools.diagrams.RouteFolder.Divert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The overview: who sends what to which queue, and who gets a copy. */
final class OverviewChart {

  private final RouteFolder folder;
  private final Chart chart = new Chart("LR");
  private final Map<String, String> queues = new LinkedHashMap<>();

  OverviewChart(RouteFolder folder) {
    this.folder = folder;
  }

  String markdown() {
    folder.vendors().forEach(this::drawVendor);
    List<Divert> copies = Divert.in(folder.bus());
    copies.forEach(this::drawCopies);
    folder.routes().stream()
        .filter(route -> queues.containsKey(route.parameters().get("queue")))
        .forEach(this::drawSystem);
    return chart.markdown();
  }

  private void drawVendor(Route route) {
    String vendor = chart.node("Vendors", Shape.START, route.id());
    route.types().stream()
        .map(TypeRow::address)
        .distinct()
        .filter(address -> !address.equals(MessageNames.UNCLASSIFIED))
        .forEach(address -> chart.arrow(vendor, "", queue(address)));
  }

  private void drawCopies(Divert copy) {
    String copies = chart.node("Copies", Shape.QUEUE, copy.queue());
    copy.words().stream()
        .filter(queues::containsKey)
        .forEach(address -> chart.arrow(queue(address), "", copies));
    queues.put(copy.queue(), copies);
  }

  private void drawSystem(Route route) {
    String system = chart.node("Receiving systems", Shape.START, route.id());
    chart.arrow(queue(route.parameters().get("queue")), "", system);
  }

  private String queue(String address) {
    return queues.computeIfAbsent(address, name -> chart.sharedNode(Shape.QUEUE, name));
  }
}
