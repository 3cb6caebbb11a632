package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * Finds the place of a parameter that a step rejected, and the setting from which the route file
 * fills it.
 */
final class DiagnosticLocator {

  /** {@code <parameter>: "<value>" <what is wrong>}, the form of steps' sentences. */
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z]+): \"(.*)\" [^\"]*", Pattern.DOTALL);

  private static final Pattern SETTING = Pattern.compile("\\{\\{([^:{}]+)(:[^{}]*)?}}");

  /** The name that a step uses for its expressions, if it does not know which parameter it was. */
  private static final String EXPRESSION = "expression";

  private final Environment environment;

  DiagnosticLocator(Environment environment) {
    this.environment = environment;
  }

  /** Whether a sentence is a step's about one of its parameters. */
  static boolean isOne(String sentence) {
    return FORM.matcher(sentence).matches();
  }

  /** The place in a file to which a step's sentence refers; empty if it is not there. */
  Optional<RouteDiagnostic> place(RouteFile file, String sentence) {
    Matcher matcher = FORM.matcher(sentence);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String parameter = matcher.group(1);
    String value = matcher.group(2);
    if (parameter.equals(EXPRESSION)) {
      int line = file.lineOfValue(value);
      return line == 0
          ? Optional.empty()
          : Optional.of(
              new RouteDiagnostic(
                  file.path(),
                  line,
                  "parameter " + sentence.replace(value, RouteDiagnostic.quote(value))));
    }
    for (JsonNode holder : file.tree().findParents(parameter)) {
      String written = holder.path(parameter).asText();
      int line = file.lines().of(holder, parameter);
      Matcher setting = SETTING.matcher(written);
      if (setting.matches() && isSetTo(setting.group(1), value)) {
        String text = "%s, parameter %s".formatted(setting.group(1), sentence);
        return Optional.of(new RouteDiagnostic(file.path(), line, text));
      } else if (!value.isEmpty() && written.contains(value)) {
        return Optional.of(new RouteDiagnostic(file.path(), line, "parameter " + sentence));
      }
    }
    return Optional.empty();
  }

  private boolean isSetTo(String property, String value) {
    String set = environment.getProperty(property);
    return set != null && (value.isEmpty() ? set.isBlank() : set.contains(value));
  }
}
