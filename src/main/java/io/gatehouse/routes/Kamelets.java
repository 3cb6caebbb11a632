package io.gatehouse.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the kamelets of the folder say of themselves. */
final class Kamelets {

  private static final Pattern SECRET = Pattern.compile("\\{\\{secret:[^{}]+}}");
  private static final String VOUCHES = "gatehouse.io/vouches";

  private final Map<String, JsonNode> definitions = new TreeMap<>();
  private final Map<String, Set<String>> labels = new TreeMap<>();

  Kamelets(List<RouteFile> files) {
    for (RouteFile file : files) {
      JsonNode definition = file.tree().at("/spec/definition");
      if (!file.name().equals(file.tree().at("/metadata/name").asText())
          || !definition.isObject()) {
        throw new BadSettingException(
            "%s is no kamelet of that name: metadata.name must be \"%s\" and spec.definition must be there."
                .formatted(file.path(), file.name()));
      }
      definitions.put(file.name(), definition);
      labels.put(file.name(), names(file.tree().at("/metadata/labels")));
    }
  }

  /**
   * Checks one use of a kamelet.
   *
   * @param place the file and line of the use, for the message
   * @param given the parameters, as the route file has them
   * @throws BadSettingException where the kamelet or a parameter does not exist, or one is missing
   */
  void checkUse(String place, String name, JsonNode given) {
    Set<String> parameters = names(given);
    JsonNode definition = definitions.get(name);
    if (definition == null) {
      throw new BadSettingException(
          "%s: unknown kamelet '%s'%s"
              .formatted(place, name, Near.hint(name, definitions.keySet())));
    }
    Set<String> known = names(definition.path("properties"));
    for (String parameter : parameters) {
      if (!known.contains(parameter)) {
        throw new BadSettingException(
            "%s: kamelet '%s' has no parameter '%s'%s"
                .formatted(place, name, parameter, Near.hint(parameter, known)));
      }
    }
    given
        .properties()
        .forEach(
            parameter -> checkSecret(place, definition, parameter.getKey(), parameter.getValue()));
    for (JsonNode required : definition.path("required")) {
      if (!parameters.contains(required.asText())) {
        throw new BadSettingException(
            "%s: kamelet '%s' needs the parameter '%s'; add it."
                .formatted(place, name, required.asText()));
      }
    }
  }

  private static void checkSecret(
      String place, JsonNode definition, String parameter, JsonNode value) {
    String format = definition.path("properties").path(parameter).path("format").asText();
    if (format.equals("password") && !SECRET.matcher(value.asText()).matches()) {
      throw new BadSettingException(
          "%s: parameter '%s' is a secret, which must not stand in a route file; write {{secret:<vendor>.<name>}} and set that property."
              .formatted(place, parameter));
    }
  }

  /** Whether a kamelet proves the sender, as its label says. */
  boolean vouches(String name) {
    return labels.getOrDefault(name, Set.of()).contains(VOUCHES);
  }

  /** The names of an object's members, in order. */
  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
