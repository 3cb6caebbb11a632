package io.gatehouse.tools.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Path;

/** The meaning of the words on the bus, one sentence each. */
record Vocabulary(Path file, JsonNode tree) {

  static Vocabulary read(Path file) {
    try {
      return new Vocabulary(file, new ObjectMapper(new YAMLFactory()).readTree(file.toFile()));
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be YAML, with a sentence for each address and type."
              .formatted(file));
    }
  }

  String ofAddress(String address) {
    return sentence("addresses", address);
  }

  String ofType(String type) {
    return sentence("types", type);
  }

  private String sentence(String part, String word) {
    String sentence = tree.path(part).path(word).asText();
    if (sentence.isBlank()) {
      throw new BadSettingException(
          "%s does not say what %s means: add a line for it under '%s'."
              .formatted(file, word, part));
    }
    return sentence;
  }
}
