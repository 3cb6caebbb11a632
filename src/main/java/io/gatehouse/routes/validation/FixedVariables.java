package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of one file whose values are all in the file: constants, or what a jq program
 * selects among its constants. They reveal nothing of an event but which of them was selected.
 */
final class FixedVariables {

  /** Set by the gateway's own steps: the status of an API's response, and the name of a webhook. */
  private static final Set<String> OF_STEPS = Set.of("status", "kind");

  /** Set by the gateway's own steps to something that came from outside. */
  private static final Set<String> FROM_OUTSIDE =
      Set.of("message", "partner", "recordedUrl", "url");

  private static final Set<String> FUNCTIONS = Set.of("routeId", "exchangeId");
  private static final Pattern FUNCTION = Pattern.compile("\\$\\{([^{}]*)");
  private static final Pattern DATE = Pattern.compile("date:[\\w.:+-]*");
  private static final Pattern VARIABLE = Pattern.compile("variable[.:]([A-Za-z][\\w-]*)");

  private final RouteTexts texts;
  private final List<JsonNode> steps = new ArrayList<>();
  private final Set<String> ofSteps;

  private FixedVariables(RouteTexts texts, Set<String> ofSteps) {
    this.texts = texts;
    this.ofSteps = ofSteps;
  }

  /**
   * The fixed variables of a route file; its kamelets matter too, since they share the variables.
   */
  static FixedVariables ofRoutes(RouteFile file, Kamelets kamelets, RouteTexts texts) {
    FixedVariables fixed = new FixedVariables(texts, OF_STEPS);
    fixed.gather(file.tree());
    kamelets.templates().forEach(fixed::gather);
    return fixed;
  }

  /**
   * The fixed variables of a kamelet, which has none: a route may assign anything to a variable of
   * any name.
   */
  static FixedVariables ofKamelet(RouteTexts texts) {
    return new FixedVariables(texts, Set.of());
  }

  private void gather(JsonNode node) {
    for (JsonNode step : node.findValues("setVariable")) {
      (step.isArray() ? step : List.of(step)).forEach(steps::add);
    }
  }

  /** The first function in a text that would insert something else; null if there is none. */
  String firstOther(String text) {
    return firstOther(text, Set.of());
  }

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
        steps.stream().filter(step -> step.path("name").asText().equals(name)).toList();
    return given.isEmpty()
        ? ofSteps.contains(name)
        : given.stream().allMatch(step -> isFixed(step, nowAsked));
  }

  /** Whether the value that a step assigns to a variable is in the file. */
  boolean isFixed(JsonNode setVariable) {
    return isFixed(setVariable, Set.of());
  }

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
