package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.log.LogEndpointUriFactory;

/**
 * Checks what a file writes into the log. Personal data must not be there, so a step may log text
 * of the file, and of an event only what reveals nothing about a person.
 */
final class LogStepCheck {

  private static final Set<String> OPTIONS =
      Set.of("showAll", "showHeaders", "showProperties", "showVariables");

  private static final String MAY =
      "log text, ${routeId}, ${exchangeId}, ${date:now}, or a variable whose values all stand in"
          + " this file.";

  private final RouteFile file;
  private final FixedVariables fixed;

  /**
   * The check of one file.
   *
   * @param fixed the variables that may be logged
   */
  LogStepCheck(RouteFile file, FixedVariables fixed) {
    this.file = file;
    this.fixed = fixed;
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
      } else if (member.getKey().equals("setVariable")) {
        checkReason(value);
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
    String message = log.isTextual() ? log.asText() : log.path("message").asText();
    String other = fixed.firstOther(message);
    if (other != null) {
      throw file.bad(
          log.isTextual() ? line : file.lines().of(log, "message"),
          "this would log ${%s}, and people's data must not be logged; %s".formatted(other, MAY));
    }
  }

  /** The reason for quarantine is logged, and shown to operators. */
  private void checkReason(JsonNode setVariable) {
    if (setVariable.path("name").asText().equals("reason") && !fixed.isFixed(setVariable)) {
      throw file.bad(
          file.lines().of(setVariable, "name"),
          "the reason is logged, and people's data must not be; give 'reason' a constant, or let jq"
              + " choose among constants.");
    }
  }

  /** Camel's component {@code log} writes the body unless an option prevents it. */
  private void checkEndpoint(String uri, JsonNode parameters, int line) {
    JsonNode given = StepCheck.parameters(uri, parameters);
    Set<String> names = given.isObject() ? Kamelets.names(given) : Set.of();
    if (!new LogEndpointUriFactory().propertyNames().containsAll(names)) {
      // Camel reports unknown options.
      return;
    }
    boolean quiet =
        given.isObject()
            && given.path("showBody").asText().equalsIgnoreCase("false")
            && OPTIONS.stream()
                .filter(names::contains)
                .allMatch(name -> given.path(name).asText().equalsIgnoreCase("false"));
    if (!quiet) {
      throw file.bad(
          line,
          "'%s' would log bodies, and people's data must not be logged; write a step 'log' with a message of yours, or showBody=false and no other show… option."
              .formatted(RouteDiagnostic.quote(uri)));
    }
  }
}
