package io.gatehouse.tools.diagrams;

import static java.util.stream.Collectors.joining;

import io.gatehouse.settings.Placeholder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wording for the parts of a route file. */
final class Phrases {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.([A-Za-z]+)}");

  private Phrases() {}

  /** The start of a route. */
  static String start(Route route) {
    if (route.isVendors()) {
      return route.parameters().getOrDefault("httpMethodRestrict", "POST") + " " + route.path();
    }
    String queue = route.parameters().get("queue");
    return queue == null ? "when asked for\n" + route.id() : "taken from\n" + queue;
  }

  /** The meaning of a branch. */
  static String condition(Step.Branch branch) {
    return branch.condition().isEmpty()
        ? "otherwise"
        : plain(branch.condition()).replaceFirst("^'([^' ]*)' == '([^' ]*)'$", "$1 is $2");
  }

  /** A text with settings and variables by their bare names. */
  static String plain(String text) {
    String settings =
        Placeholder.PATTERN
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(Placeholder.of(found).name()));
    return VARIABLE.matcher(settings).replaceAll("$1");
  }

  /** The parameters of a step, one on each line of a table's cell. */
  static String parameters(Map<String, String> titles, Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            parameter ->
                titles.getOrDefault(parameter.getKey(), parameter.getKey())
                    + ": "
                    + value(parameter.getValue()))
        .collect(joining("<br>"));
  }

  private static String value(String value) {
    return Placeholder.whole(value).map(Phrases::value).orElseGet(() -> code(value));
  }

  private static String value(Placeholder placeholder) {
    String name =
        (placeholder.secret() ? "the secret " : "the setting ") + code(placeholder.name());
    String otherwise = placeholder.otherwise();
    if (placeholder.optional() || "".equals(otherwise)) {
      return name + ", if it is set";
    }
    return otherwise == null ? name : name + ", else " + code(otherwise.replace(",", ", "));
  }

  /** A sentence inside a table's cell. */
  static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  /** A text as code inside a table's cell. */
  static String code(String text) {
    return "`" + text.strip().replaceAll("\\s+", " ").replace("|", "\\|") + "`";
  }
}
