package io.gatehouse.tools.diagrams;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.routes.validation.RouteStart;
import io.gatehouse.tools.diagrams.Route.TypeRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the routes of one file. */
final class RouteReader {

  private static final String KAMELET = "kamelet:";
  private static final String DIRECT = "direct:";

  private final YamlFile file;

  RouteReader(YamlFile file) {
    this.file = file;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (JsonNode entry : file.tree()) {
      JsonNode route = entry.path("route");
      JsonNode from = route.path("from");
      routes.add(
          new Route(
              file.folder(),
              file.name(),
              route.path("id").asText(),
              route.path("description").asText(),
              introduction(),
              RouteStart.of(from),
              parameters(from),
              steps(from.path("steps"))));
    }
    return routes;
  }

  private String introduction() {
    return file.text()
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .map(line -> line.substring(1).strip())
        .collect(joining(" "));
  }

  private static List<Step> steps(JsonNode list) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode entry : list) {
      entry.properties().forEach(step -> steps.add(step(step.getKey(), step.getValue())));
    }
    return steps;
  }

  private static Step step(String kind, JsonNode body) {
    if (kind.equals("to") && uri(body).startsWith(KAMELET)) {
      return new Step.Use(uri(body).substring(KAMELET.length()), parameters(body));
    }
    if (kind.equals("setVariable") && body.path("name").asText().equals("type")) {
      return new Step.Naming(Expression.types(body));
    }
    return switch (kind) {
      case "choice" -> choice(body);
      case "stop" -> new Step.Stop();
      case "to", "toD" -> new Step.Other(call(uri(body)));
      case "setVariable" -> new Step.Other(words("note", body));
      default -> new Step.Other(words(kind, body));
    };
  }

  private static Step.Choice choice(JsonNode body) {
    List<Step.Branch> branches = new ArrayList<>();
    for (JsonNode when : body.path("when")) {
      branches.add(new Step.Branch(Expression.text(when).strip(), steps(when.path("steps"))));
    }
    if (body.has("otherwise")) {
      branches.add(new Step.Branch("", steps(body.at("/otherwise/steps"))));
    }
    return new Step.Choice(branches);
  }

  /** A {@code setVariable} of {@code method} to {@code POST} becomes "note method: POST". */
  private static String words(String kind, JsonNode body) {
    String words = kind.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    String name = body.path("name").asText(body.path("pattern").asText());
    String value = Phrases.plain(Expression.text(body));
    return (words + " " + name).strip() + (value.isBlank() ? "" : ": " + value.strip());
  }

  private static String call(String uri) {
    return uri.startsWith(DIRECT)
        ? "go on with " + uri.substring(DIRECT.length())
        : "call " + Phrases.plain(uri);
  }

  private static String uri(JsonNode to) {
    return to.isTextual() ? to.asText() : to.path("uri").asText();
  }

  private static Map<String, String> parameters(JsonNode body) {
    Map<String, String> parameters = new LinkedHashMap<>();
    body.path("parameters")
        .properties()
        .forEach(
            parameter -> parameters.put(parameter.getKey(), parameter.getValue().asText().strip()));
    return parameters;
  }

  /**
   * The expressions of route files: the text of one, and the types that a jq expression can return.
   */
  private static final class Expression {

    private static final List<String> LANGUAGES = List.of("constant", "simple", "jq", "jsonpath");
    private static final Pattern ENTRY =
        Pattern.compile("\"([^\"]+)\"\\s*:\\s*\"(kyc\\.[a-z.-]+)\"");
    private static final Pattern BRANCH =
        Pattern.compile("\\bif (.+?) then\\b|\\b(else|end)\\b", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("\"(kyc\\.[a-z.-]+)\"");
    private static final Pattern ELSE = Pattern.compile("}.*//\\s*\"(kyc\\.[a-z.-]+)\"\\s*$");

    private Expression() {}

    /** The text of a step's or a branch's expression, in any notation. */
    static String text(JsonNode holder) {
      JsonNode inner = holder.path("expression").isObject() ? holder.path("expression") : holder;
      for (String language : LANGUAGES) {
        JsonNode value = inner.path(language);
        if (!value.isMissingNode()) {
          return value.isObject() ? value.path("expression").asText() : value.asText();
        }
      }
      return "";
    }

    /**
     * The types that an expression can return: those of a lookup by word, else each that it names.
     */
    static List<TypeRow> types(JsonNode setVariable) {
      String text = text(setVariable);
      List<TypeRow> rows = new ArrayList<>();
      Matcher entry = ENTRY.matcher(text);
      while (entry.find()) {
        TypeRow row = new TypeRow(entry.group(1), true, entry.group(2));
        rows.add(row.under(condition(text.substring(0, entry.start()))));
      }
      if (rows.isEmpty() && setVariable.has("constant")) {
        return List.of(new TypeRow("", false, text));
      }
      if (rows.isEmpty()) {
        TYPE.matcher(text).results().forEach(type -> rows.add(computed(text, type.group(1))));
        return rows;
      }
      Matcher otherwise = ELSE.matcher(text.replaceAll("\\s+", " "));
      if (otherwise.find()) {
        rows.add(new TypeRow("", false, otherwise.group(1)));
      }
      return rows;
    }

    /** The condition under which jq reaches what follows this text; empty for none. */
    private static String condition(String before) {
      String last = "";
      String condition = "";
      Matcher branch = BRANCH.matcher(before);
      while (branch.find()) {
        if (branch.group(1) != null) {
          last = branch.group(1).strip();
          condition = last;
        } else {
          condition = branch.group(2).equals("else") ? "not (" + last + ")" : "";
        }
      }
      return condition;
    }

    private static TypeRow computed(String text, String type) {
      return new TypeRow(text.strip().replaceAll("\\s+", " "), false, type);
    }
  }
}
