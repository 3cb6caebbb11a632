package io.gatehouse.tools.diagrams;

import io.gatehouse.tools.diagrams.Route.TypeRow;
import io.gatehouse.tools.diagrams.RouteFolder.Divert;
import io.gatehouse.tools.diagrams.RouteFolder.Kamelet;
import java.util.List;
import java.util.Map;

/** The page that shows every route as a picture and in words. */
public final class RoutePage {

  private static final String HEAD =
      """
      <!-- Made from the files in routes/ by `./gatehouse draw`. Do not edit: change the files, and run that. -->
      # Routes

      What happens to a request, route by route. In the pictures, a solid arrow is the way of an event that all is well with, and a dotted one that of a request that a step does not let pass. An authentic request that nobody can read is kept in `kyc.quarantine`, an event of a kind that nobody knows in `kyc.unclassified`.
      """;

  private static final String STEPS = "| step | what it does | with |\n|---|---|---|\n";
  private static final String KAMELET = "kamelet:";

  private final RouteFolder folder;
  private final StringBuilder page = new StringBuilder(HEAD);

  private RoutePage(RouteFolder folder) {
    this.folder = folder;
  }

  /** The page in Markdown; it is the same for the same files. */
  public static String of(RouteFolder folder) {
    return new RoutePage(folder).write();
  }

  private String write() {
    line(new OverviewChart(folder).markdown());
    section("Vendors", "vendors");
    section("Receiving systems", "downstream");
    section("Registration with vendors", "registration");
    return page.toString().stripTrailing() + "\n";
  }

  private void section(String title, String subfolder) {
    List<Route> routes =
        folder.routes().stream().filter(route -> route.folder().equals(subfolder)).toList();
    if (routes.isEmpty()) {
      return;
    }
    line("## " + title);
    String file = "";
    for (Route route : routes) {
      line("### " + route.id());
      line(sentence(route.description()));
      if (!file.equals(route.name())) {
        line("> " + route.introduction());
      }
      file = route.name();
      line("[The file](../routes/%s/%s.camel.yaml).".formatted(subfolder, file));
      Divert.in(folder.bus()).stream()
          .filter(copy -> copy.queue().equals(route.parameters().get("queue")))
          .forEach(
              copy -> line("It gets a copy of what meets " + Phrases.code(copy.filter()) + "."));
      line(new RouteChart(folder, route).markdown());
      writeSteps(route);
      writeTypes(route);
    }
  }

  private void writeSteps(Route route) {
    StringBuilder table = new StringBuilder(STEPS);
    if (route.uri().startsWith(KAMELET)) {
      writeUse(table, route.uri().substring(KAMELET.length()), route.parameters(), "");
    }
    writeSteps(table, route.steps(), "");
    if (table.length() > STEPS.length()) {
      line(table.toString());
    }
  }

  private void writeSteps(StringBuilder table, List<Step> steps, String condition) {
    for (Step step : steps) {
      if (step instanceof Step.Use use) {
        writeUse(table, use.kamelet(), use.parameters(), condition);
      } else if (step instanceof Step.Choice choice) {
        for (Step.Branch branch : choice.branches()) {
          String when =
              branch.condition().isEmpty()
                  ? "otherwise"
                  : "when " + Phrases.code(Phrases.condition(branch));
          writeSteps(table, branch.steps(), ", " + when);
        }
      }
    }
  }

  private void writeUse(
      StringBuilder table, String name, Map<String, String> parameters, String condition) {
    Kamelet kamelet = folder.kamelet(name);
    writeRow(
        table,
        kamelet.title() + condition,
        kamelet.summary(),
        Phrases.parameters(kamelet.titles(), parameters));
  }

  private static void writeRow(StringBuilder table, String step, String does, String with) {
    table.append("| %s | %s | %s |\n".formatted(step, Phrases.cell(does), with));
  }

  private void writeTypes(Route route) {
    List<TypeRow> rows = route.types();
    if (rows.isEmpty()) {
      return;
    }
    boolean words = rows.stream().anyMatch(TypeRow::word);
    StringBuilder table =
        new StringBuilder(words ? "| vendor's word" : "| the first of these that is true");
    table.append(" | type on the bus |\n|---|---|\n");
    for (TypeRow row : rows) {
      String rest = rows.size() == 1 ? "every event" : "anything else";
      String when = row.when().isEmpty() ? rest : Phrases.code(row.when());
      table.append("| %s | `%s` |\n".formatted(when, row.type()));
    }
    line(table.toString());
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private void line(String text) {
    page.append('\n').append(text.stripTrailing()).append('\n');
  }
}
