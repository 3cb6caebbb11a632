package io.gatehouse.tools.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.settings.ValidRange;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.StringUtils;

/** The settings that this build describes, in its configuration metadata. */
final class SettingsMetadata {

  private static final String FILE = "/META-INF/spring-configuration-metadata.json";

  private final Map<String, JsonNode> properties = new TreeMap<>();
  private final Map<String, List<String>> choices = new TreeMap<>();

  private SettingsMetadata(JsonNode metadata) {
    metadata
        .path("properties")
        .forEach(property -> properties.put(property.path("name").asText(), property));
    metadata
        .path("hints")
        .forEach(
            hint ->
                choices.put(
                    hint.path("name").asText(), hint.path("values").findValuesAsText("value")));
  }

  static SettingsMetadata read() {
    try (InputStream in = SettingsMetadata.class.getResourceAsStream(FILE)) {
      return new SettingsMetadata(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All names, in order. */
  Set<String> names() {
    return properties.keySet();
  }

  /** The default value; empty where there is none. */
  String defaultOf(String name) {
    return properties.get(name).path("defaultValue").asText("");
  }

  /** What the setting is for, and which values it may have, as sentences. */
  String description(String name) {
    String text = properties.get(name).path("description").asText();
    return StringUtils.capitalize(text) + (text.endsWith(".") ? "" : ".") + values(name);
  }

  private String values(String name) {
    if (choices.containsKey(name)) {
      return choices.get(name).stream().collect(Collectors.joining("`, `", " One of `", "`."));
    }
    return ranges(name)
        .map(range -> " From `%s` to `%s`.".formatted(range.from(), range.to()))
        .collect(Collectors.joining());
  }

  /** The range at the component of the record that declares the setting, if there is one. */
  private Stream<ValidRange> ranges(String name) {
    String source = properties.get(name).path("sourceType").asText("");
    if (source.isEmpty()) {
      return Stream.empty();
    }
    try {
      RecordComponent[] components = Class.forName(source).getRecordComponents();
      return Stream.ofNullable(components)
          .flatMap(Arrays::stream)
          .filter(
              component ->
                  name.endsWith("." + DataObjectPropertyName.toDashedForm(component.getName())))
          .flatMap(component -> Stream.ofNullable(component.getAnnotation(ValidRange.class)));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
