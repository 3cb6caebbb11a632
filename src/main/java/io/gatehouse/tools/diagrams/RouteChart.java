package io.gatehouse.tools.diagrams;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.gatehouse.broker.MessageNames;
import io.gatehouse.tools.diagrams.Chart.Shape;
import io.gatehouse.tools.diagrams.Route.TypeRow;
import io.gatehouse.tools.diagrams.RouteFolder.Kamelet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The diagram of one route: every step, every branch, and the queues at the end. */
final class RouteChart {

  private static final String RECOGNISING = "What it is";

  private final RouteFolder folder;
  private final Route route;
  private final Chart chart = new Chart("TD");

  RouteChart(RouteFolder folder, Route route) {
    this.folder = folder;
    this.route = route;
  }

  /** Where an arrow to the next step begins, and its label. */
  private record End(String node, String label) {}

  String markdown() {
    String start = chart.node("", Shape.START, Phrases.start(route));
    draw(route.steps(), List.of(new End(start, "")));
    return chart.markdown();
  }

  private List<End> draw(List<Step> steps, List<End> ends) {
    List<End> open = ends;
    for (Step step : steps) {
      open = draw(step, open);
    }
    return open;
  }

  private List<End> draw(Step step, List<End> ends) {
    if (step instanceof Step.Use use) {
      return draw(use, ends);
    } else if (step instanceof Step.Choice choice) {
      return draw(choice, ends);
    } else if (step instanceof Step.Naming naming) {
      String label =
          naming.rows().size() == 1
              ? "It is\n" + naming.rows().get(0).type()
              : "Which kind of event is it?";
      return List.of(new End(joined(ends, RECOGNISING, Shape.DECISION, label), ""));
    } else if (step instanceof Step.Other other) {
      return List.of(new End(joined(ends, "", Shape.STEP, other.words()), ""));
    }
    return List.of();
  }

  private List<End> draw(Step.Use use, List<End> ends) {
    Kamelet kamelet = folder.kamelet(use.kamelet());
    String node =
        joined(ends, route.isVendors() ? kamelet.group() : "", Shape.STEP, kamelet.title());
    switch (use.kamelet()) {
      case "publish" ->
          queues().forEach((queue, words) -> chart.arrow(node, "", queue(queue + "\n" + words)));
      case "quarantine" -> chart.arrow(node, "", queue(MessageNames.QUARANTINE));
      default -> {}
    }
    if (!kamelet.otherwise().isEmpty()) {
      chart.dotted(node, outcome(kamelet.otherwise()));
    }
    return use.kamelet().equals("publish") ? List.of() : List.of(new End(node, ""));
  }

  private String outcome(String otherwise) {
    return otherwise.contains(".")
        ? queue(otherwise)
        : chart.sharedNode(Shape.END, "refused: " + otherwise);
  }

  private String queue(String label) {
    return chart.sharedNode(Shape.QUEUE, label);
  }

  /** The queues that the route publishes to, each with the last words of its types. */
  private Map<String, String> queues() {
    return route.types().stream()
        .distinct()
        .collect(
            groupingBy(
                TypeRow::address,
                LinkedHashMap::new,
                collectingAndThen(toList(), RouteChart::lastWords)));
  }

  private static String lastWords(List<TypeRow> rows) {
    return rows.stream()
        .map(row -> row.type().substring(row.address().length() + 1))
        .distinct()
        .collect(joining("\n"));
  }

  private List<End> draw(Step.Choice choice, List<End> ends) {
    boolean naming = choice.names();
    String node =
        naming
            ? joined(ends, RECOGNISING, Shape.DECISION, "Which kind of event is it?")
            : joined(ends, "", Shape.DECISION, "Which way?");
    List<End> open = new ArrayList<>();
    for (Step.Branch branch : choice.branches()) {
      if (!branch.onlyNames()) {
        open.addAll(draw(branch.steps(), List.of(new End(node, Phrases.condition(branch)))));
      }
    }
    if (naming) {
      open.add(new End(node, ""));
    } else if (choice.branches().stream().noneMatch(branch -> branch.condition().isEmpty())) {
      open.add(new End(node, "otherwise"));
    }
    return open;
  }

  private String joined(List<End> ends, String group, Shape shape, String label) {
    String node = chart.node(group, shape, label);
    ends.forEach(end -> chart.arrow(end.node(), end.label(), node));
    return node;
  }
}
