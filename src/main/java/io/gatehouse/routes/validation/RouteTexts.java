package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.SecretWords;
import io.gatehouse.settings.Secrets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the texts of one file may contain: placeholders of settings and no others, references to
 * secrets where a step compares them, and nothing that Camel would take for a bean, a class or a
 * source to read. Only settings are looked up, and nothing is evaluated.
 */
final class RouteTexts {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
  private static final Pattern SECRET = Pattern.compile("secret:\\??([A-Za-z0-9._-]+)");
  private static final Pattern SETTING =
      Pattern.compile("\\??([a-z][a-zA-Z0-9-]*(?:\\.[a-zA-Z0-9-]+)+)(?::(.*))?", Pattern.DOTALL);
  private static final Pattern FUNCTION = Pattern.compile("service\\.(?:name|host|port):.*");

  /**
   * Camel reads a value that begins like this as the name of a bean or a class, or removes the
   * quotes.
   */
  private static final Pattern REFERENCE =
      Pattern.compile("\\s*(?:#|RAW[({]|resource:).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

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
    Set<String> names = new HashSet<>();
    for (RouteSet.Use use : set.uses()) {
      SECRET
          .matcher(use.file().text())
          .results()
          .forEach(found -> names.add(Secrets.variable(found.group(1))));
    }
    return names;
  }

  /**
   * Checks the placeholders in each text of a tree.
   *
   * @param forSecrets the values that may refer to a secret, by identity
   * @throws BadRouteException with the first one that is not allowed
   */
  void checkPlaceholders(JsonNode tree, Set<JsonNode> forSecrets) {
    for (var member : tree.properties()) {
      JsonNode value = member.getValue();
      checkPlaceholders(file.lines().of(tree, member.getKey()), value, forSecrets);
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
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      checkPlaceholder(line, placeholder.group(1), forSecrets.contains(value));
    }
    if (PLACEHOLDER.matcher(text).replaceAll("").contains("{{")) {
      throw file.bad(
          line, "a placeholder is {{<name>}} or {{<name>:<default>}}, without another one in it.");
    }
  }

  private void checkPlaceholder(int line, String inner, boolean forSecret) {
    if (SECRET.matcher(inner).matches()) {
      if (!forSecret) {
        throw file.bad(
            line,
            "{{%s}} stands for a secret: give it to a kamelet's parameter that is one, and to nothing else."
                .formatted(inner));
      }
      return;
    }
    if (parameters.contains(inner)) {
      return;
    }
    Matcher named = SETTING.matcher(inner);
    if (!named.matches() || FUNCTION.matcher(inner).matches()) {
      throw file.bad(
          line,
          parameters.isEmpty() || inner.contains(":")
              ? "{{%s}} names no setting: write {{<name>.<setting>}} or {{<name>.<setting>:<default>}}."
                  .formatted(RouteDiagnostic.quote(inner))
              : "'%s' is neither a setting nor a parameter.".formatted(inner));
    }
    if (isSecret(named.group(1))) {
      throw file.bad(
          line,
          "%1$s is a secret: write {{secret:%1$s}}, in a kamelet's parameter that is one."
              .formatted(named.group(1)));
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
    return filled(text, found -> found.group(2) == null ? other : found.group(2));
  }

  /** A text with the values that are set, else the defaults. */
  String withSettings(String text) {
    return filled(
        text,
        found -> {
          String value = setting.apply(found.group(1));
          return value != null ? value : found.group(2) == null ? "" : found.group(2);
        });
  }

  private static String filled(String text, Function<MatchResult, String> fill) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              Matcher named = SETTING.matcher(found.group(1));
              return Matcher.quoteReplacement(
                  named.matches() ? fill.apply(named.toMatchResult()) : "");
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
      throw file.bad(line, "parameter '%s' must be one value.".formatted(parameter));
    }
    for (String reading : readings(value.asText())) {
      if (REFERENCE.matcher(reading).matches()) {
        throw file.bad(
            line,
            "parameter '%s' must not begin with '#', 'RAW(' or 'resource:': Camel would look for a bean, a class or a file."
                .formatted(parameter));
      }
    }
    if (withDefaults(value.asText(), "").contains("&")) {
      throw file.bad(
          line,
          "parameter '%s' must not have '&' in it: Camel would take what follows for another parameter."
              .formatted(parameter));
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
}
