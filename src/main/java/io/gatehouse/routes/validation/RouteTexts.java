package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.Placeholder;
import io.gatehouse.settings.SecretWords;
import io.gatehouse.settings.Secrets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the texts of one file may contain: placeholders of settings and no others, references to
 * secrets where a step compares them, and nothing that Camel would take for a bean, a class or a
 * source to read. Only settings are looked up, and nothing is evaluated.
 */
final class RouteTexts {

  private static final Pattern SERVICE = Pattern.compile("service\\.(?:name|host|port)");

  /**
   * Camel reads a value that begins like this as the name of a bean or a class, or removes the
   * quotes.
   */
  private static final Pattern REFERENCE =
      Pattern.compile("\\s*(?:#|RAW[({]|resource:).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

  private static final Pattern FUNCTION = Pattern.compile("\\$(\\w*)\\{([^{}]*)");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "variable[.:][A-Za-z][A-Za-z0-9_-]*|body|routeId|exchangeId|date:now(?::[^$#]*)?");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern TYPE_TEST = Pattern.compile("(?:^|\\s)!?is(?:\\s|$)");

  private final RouteFile file;
  private final UnaryOperator<String> setting;
  private final Set<String> secrets;
  private final Set<String> parameters;

  /**
   * The rules for one file.
   *
   * @param setting returns a property's value, or null
   * @param secrets the names that any file uses as secrets, as environment variables
   * @param parameters further names that a kamelet's template may use
   */
  RouteTexts(
      RouteFile file, UnaryOperator<String> setting, Set<String> secrets, Set<String> parameters) {
    this.file = file;
    this.setting = setting;
    this.secrets = secrets;
    this.parameters = parameters;
  }

  /** The names that these files use as secrets, as environment variables. */
  static Set<String> secretsOf(RouteSet set) {
    return set.uses().stream()
        .flatMap(use -> Placeholder.in(use.file().text()))
        .filter(Placeholder::isSecret)
        .map(secret -> Secrets.variable(secret.name()))
        .collect(Collectors.toSet());
  }

  /**
   * Checks the placeholders in each text of a tree.
   *
   * @param forSecrets the values that may refer to a secret, by identity
   */
  void checkPlaceholders(JsonNode tree, Set<JsonNode> forSecrets) {
    for (var member : tree.properties()) {
      JsonNode value = member.getValue();
      checkPlaceholders(file.line(tree, member.getKey()), value, forSecrets);
    }
    if (tree.isArray()) {
      tree.forEach(item -> checkPlaceholders(file.lines().of(tree), item, forSecrets));
    }
  }

  private void checkPlaceholders(int line, JsonNode value, Set<JsonNode> forSecrets) {
    if (!value.isTextual()) {
      checkPlaceholders(value, forSecrets);
      return;
    }
    String text = value.asText();
    Placeholder.in(text)
        .forEach(placeholder -> check(line, placeholder, forSecrets.contains(value)));
    if (Placeholder.PATTERN.matcher(text).replaceAll("").contains("{{")) {
      throw file.bad(
          line, "a placeholder is {{<name>}} or {{<name>:<default>}}, without another one in it.");
    }
  }

  private void check(int line, Placeholder placeholder, boolean forSecret) {
    String inner = placeholder.inner();
    if (placeholder.isSecret()) {
      if (!forSecret) {
        throw file.bad(
            line,
            "{{%s}} stands for a secret: give it to a kamelet's parameter that is one, and to nothing else.",
            inner);
      }
    } else if (!parameters.contains(inner)) {
      String name = placeholder.name();
      boolean function = placeholder.otherwise() != null && SERVICE.matcher(name).matches();
      if (!placeholder.isSetting() || (function && !placeholder.optional())) {
        throw parameters.isEmpty() || inner.contains(":")
            ? file.bad(
                line,
                "{{%s}} names no setting: write {{<name>.<setting>}} or {{<name>.<setting>:<default>}}.",
                RouteDiagnostic.quote(inner))
            : file.bad(line, "'%s' is neither a setting nor a parameter.", inner);
      }
      if (isSecret(name)) {
        throw file.bad(
            line,
            "%1$s is a secret: write {{secret:%1$s}}, in a kamelet's parameter that is one.",
            name);
      }
    }
  }

  private boolean isSecret(String name) {
    String[] words = name.toLowerCase(Locale.ROOT).split("[.-]");
    return secrets.contains(Secrets.variable(name))
        || SecretWords.ALL.contains(words[words.length - 1])
        || name.endsWith(".oauth2.client-id");
  }

  /** The texts that Camel may read for a text: with the defaults, and with the settings' values. */
  Set<String> readings(String text) {
    Set<String> readings = new LinkedHashSet<>();
    readings.add(withDefaults(text, ""));
    readings.add(withSettings(text));
    Set<String> decoded = new LinkedHashSet<>(readings);
    readings.forEach(reading -> decoded.add(decoded(reading)));
    return decoded;
  }

  /**
   * A text with its placeholders' defaults.
   *
   * @param other replaces a placeholder without a default
   */
  String withDefaults(String text, String other) {
    return filled(text, found -> found.otherwise() == null ? other : found.otherwise());
  }

  /** A text with the values that are set, else the defaults. */
  String withSettings(String text) {
    return filled(
        text,
        found ->
            Objects.requireNonNullElse(
                setting.apply(found.name()), Objects.requireNonNullElse(found.otherwise(), "")));
  }

  private static String filled(String text, Function<Placeholder, String> fill) {
    return Placeholder.PATTERN
        .matcher(text)
        .replaceAll(
            match -> {
              Placeholder found = Placeholder.of(match);
              return Matcher.quoteReplacement(found.isSetting() ? fill.apply(found) : "");
            });
  }

  private static String decoded(String text) {
    String once =
        ENCODED
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    return once.equals(text) ? text : decoded(once);
  }

  /** Checks a value that is passed to a component or a step. */
  void checkValue(int line, String parameter, JsonNode value) {
    if (!value.isValueNode()) {
      throw file.bad(line, "parameter '%s' must be one value.", parameter);
    }
    for (String reading : readings(value.asText())) {
      if (REFERENCE.matcher(reading).matches()) {
        throw file.bad(
            line,
            "parameter '%s' must not begin with '#', 'RAW(' or 'resource:': Camel would look for a bean, a class or a file.",
            parameter);
      }
    }
    if (withDefaults(value.asText(), "").contains("&")) {
      throw file.bad(
          line,
          "parameter '%s' must not have '&' in it: Camel would take what follows for another parameter.",
          parameter);
    }
  }

  /** Checks a program or text of an expression language. */
  void checkExpression(int line, String text) {
    for (String reading : readings(text)) {
      if (reading.strip().toLowerCase(Locale.ROOT).startsWith("resource:")) {
        throw file.bad(
            line, "an expression is not read from elsewhere; write it here, without 'resource:'.");
      }
    }
  }

  /**
   * Checks a text of Camel's simple language, of which route files may use variables, the body, the
   * time, and the ids of the route and the exchange. The rest of the language calls methods, and
   * reads files, classes, beans and the environment.
   *
   * @param condition whether it may contain operators
   */
  void checkSimple(int line, String written, boolean condition) {
    for (String text : readings(written)) {
      Matcher function = FUNCTION.matcher(text);
      while (function.find()) {
        if (!function.group(1).isEmpty() || !ALLOWED.matcher(function.group(2)).matches()) {
          throw file.bad(
              line,
              "'%s' is not allowed in simple; known are ${variable.<name>}, ${body}, ${routeId}, ${exchangeId} and ${date:now:<pattern>}.",
              RouteDiagnostic.quote(function.group() + "}"));
        }
      }
      if (condition && TYPE_TEST.matcher(QUOTED.matcher(text).replaceAll("''")).find()) {
        throw file.bad(
            line, "the operator 'is' looks for a class, and is not allowed; compare values.");
      }
    }
  }
}
