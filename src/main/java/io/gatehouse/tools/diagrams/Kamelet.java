package io.gatehouse.tools.diagrams;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kamelet's description.
 *
 * @param group the part of a route that it belongs to
 * @param summary the first sentence of its description
 * @param otherwise what happens to a request that it stops: a status, or a queue; empty if the
 *     description does not tell
 * @param titles of its parameters, by name
 */
record Kamelet(
    String title, String group, String summary, String otherwise, Map<String, String> titles) {

  static Kamelet of(YamlFile file) {
    JsonNode annotations = file.tree().at("/metadata/annotations");
    JsonNode definition = file.tree().at("/spec/definition");
    Map<String, String> titles = new TreeMap<>();
    definition
        .path("properties")
        .properties()
        .forEach(
            property ->
                titles.put(
                    property.getKey(),
                    property.getValue().path("title").asText(property.getKey())));
    return new Kamelet(
        definition.path("title").asText(file.name()),
        annotations.path("camel.apache.org/kamelet.group").asText("Other steps"),
        definition.path("description").asText().strip().replaceFirst("(?s)[.]\\s.*$", "."),
        annotations.path("gatehouse.io/otherwise").asText(),
        titles);
  }

  /** A kamelet without a description. */
  static Kamelet unknown(String name) {
    return new Kamelet(name, "Other steps", "", "", Map.of());
  }
}
