package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Set by the gateway's own steps: the status of an API's response, and the name of a webhook. */
  private static final Set<String> OF_STEPS = Set.of("status", "kind");

  /** Set by the gateway's own steps to something that came from outside. */
  private static final Set<String> FROM_OUTSIDE =
      Set.of("message", "partner", "recordedUrl", "url");

  private static final Set<String> FUNCTIONS = Set.of("routeId", "exchangeId");
  private static final Pattern FUNCTION = Pattern.compile("\\$\\{([^{}]*)");
  private static final Pattern DATE = Pattern.compile("date:[\\w.:+-]*");
  private static final Pattern VARIABLE = Pattern.compile("variable[.:]([A-Za-z][\\w-]*)");

  private final RouteFile file;
  private final RouteTexts texts;
  private final Set<String> ofSteps;

  /** The steps that set variables; a variable is fixed if all its values are in the file. */
  private final List<JsonNode> setting = new ArrayList<>();

  private LogStepCheck(RouteFile file, RouteTexts texts, Set<String> ofSteps) {
    this.file = file;
    this.texts = texts;
    this.ofSteps = ofSteps;
  }

  /** The check of a route file; its kamelets matter too, since they share the variables. */
  static LogStepCheck ofRoutes(RouteFile file, Kamelets kamelets, RouteTexts texts) {
    LogStepCheck check = new LogStepCheck(file, texts, OF_STEPS);
    check.gather(file.tree());
    kamelets.templates().forEach(check::gather);
    return check;
  }

  /**
   * The check of a kamelet, which has no fixed variables: a route may assign anything to a variable
   * of any name.
   */
  static LogStepCheck ofKamelet(RouteFile file, RouteTexts texts) {
    return new LogStepCheck(file, texts, Set.of());
  }

  /** Checks a route, or a kamelet's template. */
  void check(JsonNode root) {
    file.members(root).forEach(this::check);
  }

  private void check(RouteFile.Member member) {
    JsonNode value = member.value();
    if (member.name().equals("log") && !value.isArray()) {
      checkStep(value, member.line());
    } else if (value.isTextual() && value.asText().startsWith("log:")) {
      JsonNode beside = member.name().equals("uri") ? member.holder().path("parameters") : value;
      checkEndpoint(value.asText(), beside, member.line());
    } else if (member.name().equals("setVariable")) {
      checkReason(value);
    }
  }

  private void checkStep(JsonNode log, int line) {
    String message = log.isTextual() ? log.asText() : log.path("message").asText();
    String other = firstOther(message, Set.of());
    if (other != null) {
      throw file.bad(
          log.isTextual() ? line : file.line(log, "message"),
          "this would log ${%s}, and people's data must not be logged; %s",
          other,
          MAY);
    }
  }

  /** The reason for quarantine is logged, and shown to operators. */
  private void checkReason(JsonNode setVariable) {
    if (setVariable.path("name").asText().equals("reason") && !isFixed(setVariable, Set.of())) {
      throw file.bad(
          file.line(setVariable, "name"),
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
          "'%s' would log bodies, and people's data must not be logged; write a step 'log' with a message of yours, or showBody=false and no other show… option.",
          RouteDiagnostic.quote(uri));
    }
  }

  private void gather(JsonNode node) {
    for (JsonNode step : node.findValues("setVariable")) {
      (step.isArray() ? step : List.of(step)).forEach(setting::add);
    }
  }

  /** The first function in a text that would insert something else; null if there is none. */
  private String firstOther(String text, Set<String> asked) {
    for (String reading : texts.readings(text)) {
      Matcher function = FUNCTION.matcher(reading);
      while (function.find()) {
        if (!isFixedFunction(function.group(1).strip(), asked)) {
          return function.group(1).strip();
        }
      }
    }
    return null;
  }

  private boolean isFixedFunction(String function, Set<String> asked) {
    Matcher variable = VARIABLE.matcher(function);
    return FUNCTIONS.contains(function)
        || DATE.matcher(function).matches()
        || (variable.matches() && isFixed(variable.group(1), asked));
  }

  /** Whether the file assigns a variable, and all values that it assigns are in the file. */
  private boolean isFixed(String name, Set<String> asked) {
    if (FROM_OUTSIDE.contains(name)) {
      return false;
    }
    if (asked.contains(name)) {
      return true;
    }
    Set<String> nowAsked = new HashSet<>(asked);
    nowAsked.add(name);
    List<JsonNode> given =
        setting.stream().filter(step -> step.path("name").asText().equals(name)).toList();
    return given.isEmpty()
        ? ofSteps.contains(name)
        : given.stream().allMatch(step -> isFixed(step, nowAsked));
  }

  /** Whether the value that a step assigns to a variable is in the file. */
  private boolean isFixed(JsonNode setVariable, Set<String> asked) {
    JsonNode expression =
        setVariable.path("expression").isObject() ? setVariable.path("expression") : setVariable;
    for (Map.Entry<String, JsonNode> member : expression.properties()) {
      JsonNode written = member.getValue();
      String text = (written.isObject() ? written.path("expression") : written).asText();
      boolean fixed =
          switch (member.getKey()) {
            case "jq" -> texts.readings(text).stream().allMatch(ConstantJq::is);
            case "simple" -> firstOther(text, asked) == null;
            case "variable" -> isFixed(text.strip(), asked);
            default -> true;
          };
      if (!fixed) {
        return false;
      }
    }
    return true;
  }
}
