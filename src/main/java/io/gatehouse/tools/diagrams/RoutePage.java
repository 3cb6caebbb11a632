package io.gatehouse.tools.diagrams;

import static java.util.stream.Collectors.groupingBy;

import io.gatehouse.tools.diagrams.Route.TypeRow;
import io.gatehouse.tools.diagrams.RouteFolder.Divert;
import io.gatehouse.tools.diagrams.RouteFolder.Kamelet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pages that show every route as a picture and in words: an index, and a page for each name.
 */
public final class RoutePage {

  /** The first line of each page. */
  public static final String MADE =
      "<!-- Made from the files in routes/ by `./gatehouse draw`. Do not edit: change the files,"
          + " and run that. -->\n";

  private static final String INDEX =
      """
      # Routes

      What happens to a request, route by route. In the pictures, a solid arrow is the way of an event that all is well with, and a dotted one that of a request that a step does not let pass. An authentic request that nobody can read is kept in `kyc.quarantine`, an event of a kind that nobody knows in `kyc.unclassified`.
      """;

  private static final String STEPS = "| step | what it does | with |\n|---|---|---|\n";
  private static final String KAMELET = "kamelet:";

  private final RouteFolder folder;
  private final StringBuilder page = new StringBuilder(MADE);

  private RoutePage(RouteFolder folder) {
    this.folder = folder;
  }

  /**
   * The index in Markdown, with the overview; it is the same for the same files.
   *
   * @param pages the folder of the other pages, as the index links to it
   */
  public static String index(RouteFolder folder, String pages) {
    RoutePage index = new RoutePage(folder);
    index.page.append(INDEX);
    index.line(new OverviewChart(folder).markdown());
    index.section("Vendors", "vendors", pages);
    index.section("Receiving systems", "downstream", pages);
    index.section("Registration with vendors", "registration", pages);
    return index.text();
  }

  /**
   * The page of each vendor and receiving system, by its name.
   *
   * @param index the file of the index, in the folder above
   */
  public static Map<String, String> ofNames(RouteFolder folder, String index) {
    Map<String, String> pages = new TreeMap<>();
    folder.routes().stream()
        .collect(groupingBy(Route::name))
        .forEach((name, routes) -> pages.put(name, new RoutePage(folder).of(name, routes, index)));
    return pages;
  }

  private void section(String title, String subfolder, String pages) {
    List<Route> routes =
        folder.routes().stream().filter(route -> route.folder().equals(subfolder)).toList();
    if (routes.isEmpty()) {
      return;
    }
    line("## " + title);
    page.append('\n');
    for (Route route : routes) {
      page.append(
          "- [%s](%s/%s.md#%s): %s\n"
              .formatted(
                  route.id(), pages, route.name(), route.id(), sentence(route.description())));
    }
  }

  private String of(String name, List<Route> routes, String index) {
    page.append("# Routes of %s\n\n[All routes](../%s)\n".formatted(name, index));
    String folderBefore = "";
    for (Route route : routes) {
      line("## " + route.id());
      line(sentence(route.description()));
      if (!folderBefore.equals(route.folder())) {
        line("> " + route.introduction());
      }
      folderBefore = route.folder();
      line("[The file](../../routes/%s/%s.camel.yaml).".formatted(folderBefore, name));
      Divert.in(folder.bus()).stream()
          .filter(copy -> copy.queue().equals(route.parameters().get("queue")))
          .forEach(
              copy -> line("It gets a copy of what meets " + Phrases.code(copy.filter()) + "."));
      line(new RouteChart(folder, route).markdown());
      writeSteps(route);
      writeTypes(route);
    }
    return text();
  }

  private String text() {
    return page.toString().stripTrailing() + "\n";
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
