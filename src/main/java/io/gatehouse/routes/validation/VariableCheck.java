package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the names of the variables that a route file sets: each must be read somewhere. */
final class VariableCheck {

  /** The variables that the gateway's own steps read. */
  private static final Set<String> OF_STEPS =
      Set.of("type", "partner", "id", "reason", "kind", "url", "problem", "removed");

  private static final Pattern READ =
      Pattern.compile("variable(?:s)?[.:\\[(]+[\"']?([A-Za-z][\\w-]*)");

  private final RouteFile file;
  private final Set<String> read = new TreeSet<>(OF_STEPS);

  /** Finds the variables that a file and the kamelets read. */
  VariableCheck(RouteFile file, Kamelets kamelets) {
    this.file = file;
    gather(file.text(), read);
    read.addAll(kamelets.variables());
  }

  /** Finds the variables that a text reads. */
  static void gather(String text, Set<String> read) {
    Matcher name = READ.matcher(text);
    while (name.find()) {
      read.add(name.group(1));
    }
  }

  /**
   * Checks all variables that a route sets.
   *
   * @throws BadRouteException with the first variable that is not read
   */
  void check(JsonNode node) {
    checkName(node.path("setVariable"));
    node.forEach(this::check);
  }

  private void checkName(JsonNode variable) {
    String name = variable.path("name").asText();
    if (!name.isEmpty() && !name.contains(":") && !name.contains("{") && !read.contains(name)) {
      throw file.bad(
          file.lines().of(variable, "name"),
          "nothing reads the variable '%s'%s".formatted(name, Suggestions.hint(name, read)));
    }
  }
}
