package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The steps that a list of steps may have, and the members of each. */
final class RouteSteps {

  private static final String STEPS = "steps";
  private static final String PARAMETERS = "parameters";
  private static final String EXPRESSION = "expression";
  private static final Set<String> ALWAYS = Set.of("id", "description", "note");
  private static final Set<String> LANGUAGES = Set.of("constant", "jq", "simple", "variable");
  private static final Set<String> OF_LANGUAGE = Set.of("id", EXPRESSION, "source", "trim");
  private static final Pattern NAME = Pattern.compile("(?!(?i:camel))[A-Za-z][A-Za-z0-9_-]*");
  private static final Pattern SOURCE = Pattern.compile("body|variable:[A-Za-z][A-Za-z0-9_-]*");
  private static final Set<String> CONDITIONS = Set.of("when", "filter");

  /** Each step that any file may have, and its members besides those that every step has. */
  private static final Map<String, Set<String>> STEPS_OF_ALL =
      Map.ofEntries(
          Map.entry("to", Set.of("uri", PARAMETERS)),
          Map.entry("choice", Set.of("when", "otherwise")),
          Map.entry("when", Set.of(STEPS, EXPRESSION)),
          Map.entry("otherwise", Set.of(STEPS)),
          Map.entry("filter", Set.of(STEPS, EXPRESSION)),
          Map.entry("setVariable", Set.of("name", EXPRESSION)),
          Map.entry("removeVariable", Set.of("name")),
          Map.entry("setBody", Set.of(EXPRESSION)),
          Map.entry("log", Set.of("message", "loggingLevel", "logName", "marker")),
          Map.entry("stop", Set.of()));

  private static final Map<String, Set<String>> CALLS =
      Map.of(
          "toD", Set.of("uri", PARAMETERS),
          "setHeader", Set.of("name", EXPRESSION),
          "removeHeader", Set.of("name"),
          "removeHeaders", Set.of("pattern", "excludePattern"));

  private static final Map<String, Set<String>> BUILDING_BLOCKS =
      Map.of(
          "process", Set.of("ref"),
          "policy", Set.of("ref", STEPS),
          "unmarshal", Set.of("json"),
          "json", Set.of("library", "objectMapper", "unmarshalType"));

  /** The rules that depend on the kind of file. */
  interface Place {

    /** Checks the endpoint of a step. */
    void checkCall(JsonNode endpoint, int line);

    /** Checks a step that is a bean; by default there are none. */
    default void checkBean(String step, JsonNode body) {}
  }

  /** What a kind of file may do. */
  enum Scope {
    /** Receives events, or delivers them, with kamelets. */
    EVENTS,
    /** Calls an API by HTTP. */
    CALLS,
    /** Is a kamelet itself, which consists of the gateway's own classes. */
    BUILDING_BLOCK
  }

  private final RouteFile file;
  private final RouteTexts texts;
  private final Scope scope;
  private final Place place;

  RouteSteps(RouteFile file, RouteTexts texts, Scope scope, Place place) {
    this.file = file;
    this.texts = texts;
    this.scope = scope;
    this.place = place;
  }

  /** Checks steps. */
  void check(JsonNode steps) {
    for (JsonNode entry : steps) {
      if (entry.size() != 1) {
        throw file.bad(file.lines().of(entry), "a step is one word with what belongs to it.");
      }
      String step = entry.fieldNames().next();
      if (step.equals("when") || step.equals("otherwise") || step.equals("json")) {
        throw unknown(entry, step);
      }
      check(entry, step);
    }
  }

  private BadRouteException unknown(JsonNode holder, String step) {
    Set<String> known = new TreeSet<>(STEPS_OF_ALL.keySet());
    known.addAll(ofScope().keySet());
    known.removeAll(Set.of("when", "otherwise", "json"));
    return file.bad(
        file.line(holder, step),
        "the step '%s' is not allowed here%s",
        step,
        Suggestions.hint(step, known));
  }

  private Map<String, Set<String>> ofScope() {
    return switch (scope) {
      case EVENTS -> Map.of();
      case CALLS -> CALLS;
      case BUILDING_BLOCK -> BUILDING_BLOCKS;
    };
  }

  private void check(JsonNode holder, String step) {
    Set<String> members = STEPS_OF_ALL.getOrDefault(step, ofScope().get(step));
    if (members == null) {
      throw unknown(holder, step);
    }
    int line = file.line(holder, step);
    JsonNode body = holder.path(step);
    if (body.isArray()) {
      body.forEach(part -> check(step, part, members, file.lines().of(part)));
    } else {
      check(step, body, members, line);
    }
  }

  private void check(String step, JsonNode body, Set<String> members, int line) {
    boolean expresses = members.contains(EXPRESSION);
    for (String member : Kamelets.names(body)) {
      int place = file.line(body, member);
      if (expresses && (LANGUAGES.contains(member) || member.equals(EXPRESSION))) {
        checkExpression(step, member, body.path(member), place);
      } else if (!members.contains(member) && !ALWAYS.contains(member)) {
        throw file.bad(place, "'%s' is not allowed in '%s'%s", member, step, hint(member, members));
      }
    }
    if (members.contains("name")) {
      checkName(step, body);
    }
    switch (step) {
      case "to", "toD" -> place.checkCall(body, body.isTextual() ? line : file.line(body, "uri"));
      case "process", "policy", "json" -> place.checkBean(step, body);
      case "choice" -> {
        checkPart(body, "when");
        checkPart(body, "otherwise");
      }
      case "unmarshal" -> checkPart(body, "json");
      case "log" -> checkText(body.isTextual() ? body : body.path("message"), line);
      default -> {
        // No members of its own.
      }
    }
    check(body.path(STEPS));
  }

  /**
   * Checks a variable's name. A colon would reach variables that all events share; Camel obeys
   * headers with its own names.
   */
  private void checkName(String step, JsonNode body) {
    String name = body.path("name").asText();
    if (!NAME.matcher(name).matches()) {
      throw file.bad(
          file.line(body, "name"),
          "'%s' is no name that '%s' may have; take letters, digits and hyphens, and not Camel's own names.",
          RouteDiagnostic.quote(name),
          step);
    }
  }

  private void checkPart(JsonNode body, String part) {
    if (body.has(part)) {
      check(body, part);
    }
  }

  private static String hint(String member, Set<String> members) {
    Set<String> known = new TreeSet<>(members);
    known.addAll(ALWAYS);
    if (known.remove(EXPRESSION)) {
      known.addAll(LANGUAGES);
    }
    return Suggestions.hint(member, known);
  }

  private void checkText(JsonNode message, int line) {
    checkParameters(line, message.asText());
    texts.checkExpression(line, message.asText());
    texts.checkSimple(line, message.asText(), false);
  }

  /** Values that a route passes to a kamelet are not evaluated. */
  private void checkParameters(int line, String expression) {
    if (scope == Scope.BUILDING_BLOCK && expression.contains("{{")) {
      throw file.bad(
          line, "a kamelet's parameter is no part of an expression; give it to a step's bean.");
    }
  }

  private void checkExpression(String step, String language, JsonNode given, int line) {
    if (language.equals(EXPRESSION)) {
      for (String member : Kamelets.names(given)) {
        int place = file.line(given, member);
        if (!LANGUAGES.contains(member)) {
          throw file.bad(
              place,
              "the language '%s' is not allowed here%s",
              member,
              Suggestions.hint(member, LANGUAGES));
        }
        checkExpression(step, member, given.path(member), place);
      }
      return;
    }
    file.checkMembers(language, given, OF_LANGUAGE);
    if (!SOURCE.matcher(given.path("source").asText("body")).matches()) {
      throw file.bad(
          file.line(given, "source"),
          "%s is read from the body, or with source: variable:<name>.",
          language);
    }
    String text = (given.isObject() ? given.path(EXPRESSION) : given).asText();
    checkParameters(line, text);
    texts.checkExpression(line, text);
    if (language.equals("variable") && !NAME.matcher(text).matches()) {
      throw file.bad(line, "'%s' is no variable's name.", RouteDiagnostic.quote(text));
    }
    if (language.equals("simple")) {
      texts.checkSimple(line, text, CONDITIONS.contains(step));
    }
  }
}
