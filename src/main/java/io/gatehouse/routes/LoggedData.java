package io.gatehouse.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.log.LogEndpointUriFactory;

/**
 * Looks at what a file writes into the log. People's data must not be there, so a step may log text
 * of the file, and of an event only what says nothing of a person.
 */
final class LoggedData {

  private static final Set<String> FUNCTIONS =
      Set.of(
          "routeId",
          "fromRouteId",
          "routeGroup",
          "stepId",
          "exchangeId",
          "threadId",
          "threadName",
          "hostname",
          "camelId",
          "messageTimestamp");

  private static final Set<String> OPTIONS =
      Set.of(
          "showAll",
          "showAllProperties",
          "showBody",
          "showBodyType",
          "showCachedStreams",
          "showCaughtException",
          "showException",
          "showFiles",
          "showFuture",
          "showHeaders",
          "showProperties",
          "showStackTrace",
          "showStreams",
          "showVariables");

  private static final Set<String> DATA = new TreeSet<>(Set.of("showBody", "showBodyType"));
  private static final Pattern FUNCTION = Pattern.compile("\\$\\{([^{}]*)|\\$simple\\{([^{}]*)");
  private static final Pattern DATE = Pattern.compile("date:[\\w.:+-]*|date-with-timezone:.*");
  private static final Pattern VARIABLE = Pattern.compile("variable[.:]([A-Za-z]\\w*)");
  private static final String MAY =
      "log text, ${variable.type}, ${routeId}, ${exchangeId} or ${date:now}.";

  private final RouteFile file;
  private final Set<String> harmless = new TreeSet<>(Set.of("type", "status", "kind", "method"));

  LoggedData(RouteFile file) {
    this.file = file;
  }

  /**
   * Checks a route, a kamelet's template, or a part of one.
   *
   * @throws BadRouteException with the first step that would log data
   */
  void check(JsonNode node) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      JsonNode value = member.getValue();
      int line = file.lines().of(node, member.getKey());
      if (member.getKey().equals("log") && !value.isArray()) {
        checkStep(value, line);
      } else if (value.isTextual() && isLog(value.asText())) {
        checkEndpoint(
            value.asText(), member.getKey().equals("uri") ? node.path("parameters") : value, line);
      } else if (member.getKey().equals("trace") && value.asBoolean(false)) {
        throw file.bad(
            line, "'trace' logs bodies, and people's data must not be logged; take it out.");
      }
      check(value);
    }
    if (node.isArray()) {
      node.forEach(this::check);
    }
  }

  private static boolean isLog(String text) {
    return text.startsWith("log:");
  }

  private void checkStep(JsonNode log, int line) {
    String language = log.path("logLanguage").asText("simple");
    String message = log.isTextual() ? log.asText() : log.path("message").asText();
    int place = log.isTextual() ? line : file.lines().of(log, "message");
    if (!language.equals("simple") && !language.equals("constant")) {
      throw file.bad(
          file.lines().of(log, "logLanguage"),
          "a log step may not evaluate '%s' over an event, for people's data must not be logged; %s"
              .formatted(language, MAY));
    }
    Matcher function = FUNCTION.matcher(language.equals("constant") ? "" : message);
    while (function.find()) {
      String name = function.group(1) == null ? function.group(2) : function.group(1);
      if (!isHarmless(name.strip())) {
        throw file.bad(
            place,
            "this would log ${%s}, and people's data must not be logged; %s"
                .formatted(name.strip(), MAY));
      }
    }
  }

  private boolean isHarmless(String function) {
    Matcher variable = VARIABLE.matcher(function);
    return FUNCTIONS.contains(function)
        || DATE.matcher(function).matches()
        || (variable.matches() && harmless.contains(variable.group(1)));
  }

  /** Camel's component {@code log} writes the body unless it is told not to. */
  private void checkEndpoint(String uri, JsonNode parameters, int line) {
    JsonNode given = StepCheck.parameters(uri, parameters);
    Set<String> names = given.isObject() ? Kamelets.names(given) : Set.of();
    if (!new LogEndpointUriFactory().propertyNames().containsAll(names)) {
      // Camel says which option there is not.
      return;
    }
    boolean quiet =
        given.isObject()
            && given.path("showBody").asText().equalsIgnoreCase("false")
            && names.stream()
                .filter(OPTIONS::contains)
                .filter(name -> !DATA.contains(name))
                .allMatch(name -> given.path(name).asText().equalsIgnoreCase("false"))
            && !names.contains("exchangeFormatter");
    if (!quiet) {
      throw file.bad(
          line,
          "'%s' would log bodies, and people's data must not be logged; write a step 'log' with a message of yours, or showBody=false and no other show… option."
              .formatted(RouteProblem.quote(uri)));
    }
  }
}
