package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.Placeholder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The definitions of the folder's kamelets. */
public final class Kamelets {

  /** The prefix by which a step names a kamelet. */
  public static final String SCHEME = "kamelet:";

  /** Used by every vendor's route for content on which the route fails. */
  static final String QUARANTINE = "quarantine";

  private static final Pattern PARAMETER = Pattern.compile("\\{\\{([A-Za-z0-9]+)}}");
  private static final List<String> ADDRESSED = List.of("uri", "to");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern TRUTH = Pattern.compile("(?i)true|false");
  private static final String VOUCHES = "gatehouse.io/vouches";

  /** The variables that the gateway's own steps read. */
  private static final Set<String> READ_BY_STEPS =
      Set.of("type", "partner", "id", "reason", "kind", "url", "problem", "removed");

  private static final Pattern READ =
      Pattern.compile("variable(?:s)?[.:\\[(]+[\"']?([A-Za-z][\\w-]*)");

  private static final Pattern PLAIN = Pattern.compile("[^:{]+");

  /** The endpoints at which a kamelet itself begins and ends. */
  private static final Set<String> ENDS = Set.of("source", "sink");

  private final Map<String, RouteFile> files = new TreeMap<>();
  private Set<String> variables;

  /** Takes the kamelets of these files, each of which has been checked. */
  public Kamelets(List<RouteFile> files) {
    files.forEach(file -> this.files.put(file.name(), file));
  }

  /** Checks a kamelet's own file. */
  static void check(RouteFile file) {
    JsonNode definition = file.tree().at("/spec/definition");
    JsonNode template = file.tree().at("/spec/template");
    if (!file.name().equals(file.tree().at("/metadata/name").asText()) || !definition.isObject()) {
      throw file.bad(
          file.line(file.tree().path("metadata"), "name"),
          "this is no kamelet of that name: metadata.name must be \"%s\" and spec.definition must be there.",
          file.name());
    }
    if (!template.path("from").isObject()) {
      throw file.bad(
          file.line(file.tree().path("spec"), "template"),
          "the kamelet has no steps: spec.template.from must be there.");
    }
    DslSchema.check(file, "from", template.path("from"));
    RouteTexts texts = new RouteTexts(file, none -> null, Set.of(), Set.of());
    LogStepCheck.ofKamelet(file, texts).check(template.path("from"));
    Set<String> used = usedIn(template.path("from"));
    used.removeAll(ENDS);
    if (!used.isEmpty()) {
      String other = used.iterator().next();
      throw file.bad(
          file.lineOf(SCHEME + other),
          "a kamelet is not made of others; let the routes use '%s' themselves.",
          other);
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
   */
  void checkUse(RouteFile user, int line, String name, JsonNode given) {
    RouteFile kamelet = files.get(name);
    if (kamelet == null) {
      throw user.bad(line, "unknown kamelet '%s'%s", name, Suggestions.hint(name, files.keySet()));
    }
    JsonNode definition = kamelet.tree().at("/spec/definition");
    Set<String> known = names(definition.path("properties"));
    given
        .properties()
        .forEach(
            parameter -> {
              String word = parameter.getKey();
              int place = Math.max(user.line(given, word), line);
              if (!known.contains(word)) {
                throw user.bad(
                    place,
                    "kamelet '%s' has no parameter '%s'%s",
                    name,
                    word,
                    Suggestions.hint(word, known));
              }
              checkValue(
                  user, place, word, parameter.getValue(), definition.at("/properties/" + word));
            });
    for (JsonNode required : definition.path("required")) {
      if (!given.has(required.asText())) {
        throw user.bad(
            line, "kamelet '%s' needs the parameter '%s'; add it.", name, required.asText());
      }
    }
  }

  private static void checkValue(
      RouteFile user, int line, String parameter, JsonNode value, JsonNode declared) {
    String text = value.asText();
    if (isSecret(declared) && Placeholder.whole(text).filter(Placeholder::secret).isEmpty()) {
      throw user.bad(
          line,
          "parameter '%s' is a secret, which must not stand in a route file; write {{secret:<vendor>.<name>}} and set that property.",
          parameter);
    }
    if (text.contains("{{")) {
      return;
    }
    List<String> choices = new ArrayList<>();
    declared.path("enum").forEach(choice -> choices.add(choice.asText()));
    if (!choices.isEmpty() && !choices.contains(text)) {
      throw user.bad(
          line,
          "parameter '%s' cannot be '%s'%s",
          parameter,
          text,
          Suggestions.hint(text, choices));
    }
    String type = declared.path("type").asText();
    if (type.equals("integer") && !WHOLE.matcher(text).matches()) {
      throw user.bad(line, "parameter '%s' must be a whole number, not '%s'.", parameter, text);
    }
    if (type.equals("boolean") && !TRUTH.matcher(text).matches()) {
      throw user.bad(line, "parameter '%s' is true or false, not '%s'.", parameter, text);
    }
  }

  /** Whether a kamelet authenticates the sender, according to its label. */
  boolean vouches(String name) {
    return has(name) && files.get(name).tree().at("/metadata/labels").has(VOUCHES);
  }

  /** The names of the kamelets that a file uses, known or not. */
  public static Set<String> usedBy(RouteSet.Use use) {
    Set<String> used = usedIn(use.file().tree());
    if (use.kind() == RouteKind.VENDOR) {
      used.add(QUARANTINE);
    }
    return used;
  }

  private static Set<String> usedIn(JsonNode tree) {
    return RouteFile.nodes(tree)
        .filter(JsonNode::isTextual)
        .map(text -> named(text.asText()))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** The values in a route that are passed as a kamelet's secret, by identity. */
  Set<JsonNode> secretsIn(JsonNode route) {
    Set<JsonNode> values = Collections.newSetFromMap(new IdentityHashMap<>());
    RouteFile.nodes(route)
        .forEach(
            node -> {
              RouteFile kamelet = files.get(named(RouteEndpoints.uri(node)));
              if (kamelet != null) {
                JsonNode declared = kamelet.tree().at("/spec/definition/properties");
                node.path("parameters").properties().stream()
                    .filter(given -> isSecret(declared.path(given.getKey())))
                    .forEach(given -> values.add(given.getValue()));
              }
            });
    return values;
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

  /**
   * Checks that a file, a kamelet or the gateway's own steps read each variable that a route sets.
   */
  void checkVariables(RouteFile file, JsonNode route) {
    Set<String> read = new TreeSet<>(variables());
    gatherVariables(file.text(), read);
    RouteFile.nodes(route)
        .map(node -> node.path("setVariable"))
        .forEach(
            variable -> {
              String name = variable.path("name").asText();
              if (PLAIN.matcher(name).matches() && !read.contains(name)) {
                throw file.bad(
                    file.line(variable, "name"),
                    "nothing reads the variable '%s'%s",
                    name,
                    Suggestions.hint(name, read));
              }
            });
  }

  private Set<String> variables() {
    if (variables == null) {
      variables = new TreeSet<>(READ_BY_STEPS);
      files.values().forEach(file -> gatherVariables(file.text(), variables));
    }
    return variables;
  }

  private static void gatherVariables(String text, Set<String> read) {
    READ.matcher(text).results().forEach(found -> read.add(found.group(1)));
  }

  /** The names of an object's members, in order. */
  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
