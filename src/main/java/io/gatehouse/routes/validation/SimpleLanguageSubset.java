package io.gatehouse.routes.validation;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Camel's simple language that route files may use: variables, the body, the time, and
 * the ids of the route and the exchange. The rest of the language calls methods, and reads files,
 * classes, beans and the environment.
 */
final class SimpleLanguageSubset {

  private static final Pattern FUNCTION = Pattern.compile("\\$(\\w*)\\{([^{}]*)");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "variable[.:][A-Za-z][A-Za-z0-9_-]*|body|routeId|exchangeId|date:now(?::[^$#]*)?");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern TYPE_TEST = Pattern.compile("(?:^|\\s)!?is(?:\\s|$)");

  private SimpleLanguageSubset() {}

  /**
   * Checks a text.
   *
   * @param condition whether it may contain operators
   * @throws BadRouteException with the first thing that is not allowed
   */
  static void check(RouteFile file, int line, Set<String> readings, boolean condition) {
    for (String text : readings) {
      Matcher function = FUNCTION.matcher(text);
      while (function.find()) {
        if (!function.group(1).isEmpty() || !ALLOWED.matcher(function.group(2)).matches()) {
          throw file.bad(
              line,
              "'%s' is not allowed in simple; known are ${variable.<name>}, ${body}, ${routeId}, ${exchangeId} and ${date:now:<pattern>}."
                  .formatted(RouteDiagnostic.quote(function.group() + "}")));
        }
      }
      if (condition && TYPE_TEST.matcher(QUOTED.matcher(text).replaceAll("''")).find()) {
        throw file.bad(
            line, "the operator 'is' looks for a class, and is not allowed; compare values.");
      }
    }
  }
}
