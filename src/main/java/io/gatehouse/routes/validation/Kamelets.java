package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The definitions of the folder's kamelets. */
public final class Kamelets {

  /** The prefix by which a step names a kamelet. */
  public static final String SCHEME = "kamelet:";

  /** Used by every vendor's route for content on which the route fails. */
  static final String QUARANTINE = "quarantine";

  private static final Pattern SECRET = Pattern.compile("\\{\\{secret:[^{}]+}}");
  private static final Pattern PARAMETER = Pattern.compile("\\{\\{([A-Za-z0-9]+)}}");
  private static final List<String> ADDRESSED = List.of("uri", "to");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern TRUTH = Pattern.compile("(?i)true|false");
  private static final String VOUCHES = "gatehouse.io/vouches";

  /** The endpoints at which a kamelet itself begins and ends. */
  private static final Set<String> ENDS = Set.of("source", "sink");

  private final Map<String, RouteFile> files = new TreeMap<>();
  private Set<String> variables;

  /** Takes the kamelets of these files, each of which has been checked. */
  public Kamelets(List<RouteFile> files) {
    files.forEach(file -> this.files.put(file.name(), file));
  }

  /**
   * Checks a kamelet's own file.
   *
   * @throws BadRouteException with the first problem
   */
  static void check(RouteFile file) {
    JsonNode definition = file.tree().at("/spec/definition");
    JsonNode template = file.tree().at("/spec/template");
    if (!file.name().equals(file.tree().at("/metadata/name").asText()) || !definition.isObject()) {
      throw file.bad(
          file.lines().of(file.tree().path("metadata"), "name"),
          "this is no kamelet of that name: metadata.name must be \"%s\" and spec.definition must be there."
              .formatted(file.name()));
    }
    if (!template.path("from").isObject()) {
      throw file.bad(
          file.lines().of(file.tree().path("spec"), "template"),
          "the kamelet has no steps: spec.template.from must be there.");
    }
    DslSchema.checkFrom(file, template.path("from"));
    RouteTexts texts = new RouteTexts(file, none -> null, Set.of(), Set.of());
    new LogStepCheck(file, FixedVariables.ofKamelet(texts)).check(template.path("from"));
    Set<String> used = new HashSet<>();
    gather(template.path("from"), used);
    used.removeAll(ENDS);
    if (!used.isEmpty()) {
      String other = used.iterator().next();
      throw file.bad(
          file.lineOf(SCHEME + other),
          "a kamelet is not made of others; let the routes use '%s' themselves.".formatted(other));
    }
    KameletAllowList.check(file);
  }

  /** The kamelet's name in the URI of an endpoint; empty if it is not a kamelet. */
  static String named(String uri) {
    return uri.startsWith(SCHEME)
        ? uri.substring(SCHEME.length()).replaceFirst("^/+", "").split("[?/]")[0]
        : "";
  }

  public boolean has(String name) {
    return files.containsKey(name);
  }

  /**
   * Checks one use of a kamelet.
   *
   * @param line of the use
   * @param given the parameters, as the route file has them
   * @throws BadRouteException if the kamelet or a parameter does not exist, or one is missing
   */
  void checkUse(RouteFile user, int line, String name, JsonNode given) {
    RouteFile kamelet = files.get(name);
    if (kamelet == null) {
      throw user.bad(
          line, "unknown kamelet '%s'%s".formatted(name, Suggestions.hint(name, files.keySet())));
    }
    JsonNode definition = kamelet.tree().at("/spec/definition");
    Set<String> known = names(definition.path("properties"));
    given
        .properties()
        .forEach(
            parameter -> {
              String word = parameter.getKey();
              int place = Math.max(user.lines().of(given, word), line);
              if (!known.contains(word)) {
                throw user.bad(
                    place,
                    "kamelet '%s' has no parameter '%s'%s"
                        .formatted(name, word, Suggestions.hint(word, known)));
              }
              checkValue(
                  user, place, word, parameter.getValue(), definition.at("/properties/" + word));
            });
    for (JsonNode required : definition.path("required")) {
      if (!given.has(required.asText())) {
        throw user.bad(
            line,
            "kamelet '%s' needs the parameter '%s'; add it.".formatted(name, required.asText()));
      }
    }
  }

  private static void checkValue(
      RouteFile user, int line, String parameter, JsonNode value, JsonNode declared) {
    String text = value.asText();
    if (isSecret(declared) && !SECRET.matcher(text).matches()) {
      throw user.bad(
          line,
          "parameter '%s' is a secret, which must not stand in a route file; write {{secret:<vendor>.<name>}} and set that property."
              .formatted(parameter));
    }
    if (text.contains("{{")) {
      return;
    }
    List<String> choices = new ArrayList<>();
    declared.path("enum").forEach(choice -> choices.add(choice.asText()));
    if (!choices.isEmpty() && !choices.contains(text)) {
      throw user.bad(
          line,
          "parameter '%s' cannot be '%s'%s"
              .formatted(parameter, text, Suggestions.hint(text, choices)));
    }
    String type = declared.path("type").asText();
    if (type.equals("integer") && !WHOLE.matcher(text).matches()) {
      throw user.bad(
          line, "parameter '%s' must be a whole number, not '%s'.".formatted(parameter, text));
    }
    if (type.equals("boolean") && !TRUTH.matcher(text).matches()) {
      throw user.bad(line, "parameter '%s' is true or false, not '%s'.".formatted(parameter, text));
    }
  }

  /** Whether a kamelet authenticates the sender, according to its label. */
  boolean vouches(String name) {
    return has(name) && files.get(name).tree().at("/metadata/labels").has(VOUCHES);
  }

  /** The names of the kamelets that a file uses, known or not. */
  public static Set<String> usedBy(RouteSet.Use use) {
    Set<String> used = new HashSet<>();
    gather(use.file().tree(), used);
    if (use.kind() == RouteKind.VENDOR) {
      used.add(QUARANTINE);
    }
    return used;
  }

  private static void gather(JsonNode node, Set<String> used) {
    if (node.isTextual() && !named(node.asText()).isEmpty()) {
      used.add(named(node.asText()));
    }
    node.forEach(child -> gather(child, used));
  }

  /** Adds the values in a route that are passed as a kamelet's secret. */
  void gatherSecrets(JsonNode node, Set<JsonNode> values) {
    RouteFile kamelet = files.get(named(RouteEndpoints.uri(node)));
    if (kamelet != null) {
      JsonNode declared = kamelet.tree().at("/spec/definition/properties");
      node.path("parameters").properties().stream()
          .filter(given -> isSecret(declared.path(given.getKey())))
          .forEach(given -> values.add(given.getValue()));
    }
    node.forEach(child -> gatherSecrets(child, values));
  }

  private static boolean isSecret(JsonNode declared) {
    return declared.path("format").asText().equals("password");
  }

  /**
   * The parameters that a kamelet uses in addresses.
   *
   * @return for each, whether it is the whole address
   */
  Map<String, Boolean> inAddresses(String name) {
    return has(name) ? inAddresses(files.get(name)) : Map.of();
  }

  static Map<String, Boolean> inAddresses(RouteFile kamelet) {
    Map<String, Boolean> found = new TreeMap<>();
    JsonNode from = kamelet.tree().at("/spec/template/from");
    for (String word : ADDRESSED) {
      for (JsonNode endpoint : from.findValues(word)) {
        String uri = RouteEndpoints.uri(endpoint);
        PARAMETER
            .matcher(uri)
            .results()
            .forEach(m -> found.merge(m.group(1), m.group().equals(uri), Boolean::logicalOr));
      }
    }
    return found;
  }

  /** The text of a kamelet's file. */
  public String text(String name) {
    return files.get(name).text();
  }

  /** The templates of the kamelets. */
  List<JsonNode> templates() {
    return files.values().stream().map(file -> file.tree().at("/spec/template")).toList();
  }

  /** The names of the variables that kamelets read. */
  Set<String> variables() {
    if (variables == null) {
      variables = new TreeSet<>();
      files.values().forEach(file -> VariableCheck.gather(file.text(), variables));
    }
    return variables;
  }

  /** The names of an object's members, in order. */
  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
