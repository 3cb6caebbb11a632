package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;

/**
 * The words of Camel's YAML DSL, from the JSON schema that comes with it. The schema lists the
 * members allowed in each place; Camel itself reports all other problems. A general validator would
 * take most of a second of each start to build what it needs of this schema, and reports up to 50
 * problems for one misspelt word.
 */
final class DslSchema {

  private static final String SCHEMA = "/schema/camelYamlDsl.json";
  private static final Map<String, String> ROOTS =
      Map.of(
          "route", "org.apache.camel.model.RouteDefinition",
          "from", "org.apache.camel.model.FromDefinition");
  private static final List<String> BRANCHES = List.of("oneOf", "anyOf", "allOf");

  /**
   * Kept while there is memory to spare: it is large, and needed at a start and after edits only.
   */
  private static SoftReference<DslSchema> kept = new SoftReference<>(null);

  private final JsonNode definitions;

  private DslSchema(JsonNode schema) {
    this.definitions = schema.at("/items/definitions");
  }

  private static synchronized DslSchema words() {
    DslSchema words = kept.get();
    if (words == null) {
      words = read();
      kept = new SoftReference<>(words);
    }
    return words;
  }

  private static DslSchema read() {
    try (InputStream in = YamlRoutesBuilderLoader.class.getResourceAsStream(SCHEMA)) {
      return new DslSchema(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("Camel's YAML DSL comes with its schema", e);
    }
  }

  /**
   * Checks a route, or what it begins from.
   *
   * @param place {@code route} or {@code from}
   */
  static void check(RouteFile file, String place, JsonNode node) {
    DslSchema words = words();
    words.check(file, place, node, words.definitions.path(ROOTS.get(place)));
  }

  private void check(RouteFile file, String place, JsonNode node, JsonNode schema) {
    if (node.isArray()) {
      JsonNode items = resolve(schema).path("items");
      node.forEach(item -> check(file, place, item, items));
    } else if (node.isObject()) {
      checkObject(file, place, node, schema);
    } else if (node.isValueNode()) {
      checkValue(file, place, node, schema, file.lines().of(node));
    }
  }

  private void checkObject(RouteFile file, String place, JsonNode node, JsonNode schema) {
    Known known = new Known(new TreeMap<>(), new TreeSet<>());
    boolean closed = gather(schema, known, true);
    node.properties()
        .forEach(
            member -> {
              String name = member.getKey();
              int line = file.line(node, name);
              JsonNode expected = known.members.get(name);
              if (expected != null) {
                checkMember(file, name, member.getValue(), expected, line);
              } else if (closed) {
                throw file.bad(
                    line,
                    "'%s' is unknown in '%s'%s",
                    name,
                    place,
                    Suggestions.hint(name, known.members.keySet()));
              }
            });
    for (String required : known.required) {
      if (!node.has(required)) {
        throw file.bad(file.lines().of(node), "'%s' needs '%s'; add it.", place, required);
      }
    }
  }

  private void checkMember(
      RouteFile file, String name, JsonNode value, JsonNode expected, int line) {
    boolean list = resolve(expected).path("type").asText().equals("array");
    if (list && !value.isArray()) {
      throw file.bad(line, "'%s' must be a list, with a '-' before each entry.", name);
    }
    if (value.isValueNode()) {
      checkValue(file, name, value, expected, line);
    } else {
      check(file, name, value, expected);
    }
  }

  private void checkValue(RouteFile file, String place, JsonNode value, JsonNode schema, int line) {
    JsonNode choices = resolve(schema).path("enum");
    if (choices.isArray() && !value.asText().contains("{{")) {
      List<String> words = new ArrayList<>();
      choices.forEach(choice -> words.add(choice.asText()));
      if (words.stream().noneMatch(value.asText()::equalsIgnoreCase)) {
        throw file.bad(
            line,
            "'%s' cannot be '%s'%s",
            place,
            value.asText(),
            Suggestions.hint(value.asText(), words));
      }
    }
  }

  private record Known(Map<String, JsonNode> members, Set<String> required) {}

  /** Collects the members that an object may have; returns whether it may have no others. */
  private boolean gather(JsonNode schema, Known known, boolean certain) {
    JsonNode resolved = resolve(schema);
    boolean closed = resolved.path("additionalProperties").asText().equals("false");
    // If a text is allowed in place of an object, Camel checks what the object requires.
    if (certain && !resolved.has("oneOf")) {
      resolved.path("required").forEach(name -> known.required.add(name.asText()));
    }
    for (String branches : BRANCHES) {
      for (JsonNode branch : resolved.path(branches)) {
        closed |= gather(branch, known, false);
      }
    }
    // After the branches: of what they describe, only the name may be used here.
    resolved
        .path("properties")
        .properties()
        .forEach(member -> known.members.putIfAbsent(member.getKey(), member.getValue()));
    return closed;
  }

  private JsonNode resolve(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty()
        ? schema
        : definitions.path(reference.substring(reference.lastIndexOf('/') + 1));
  }
}
