package io.gatehouse.events;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The JSON readers of the kamelet {@code read-json}. They are strict (RFC 8259), limited in depth,
 * in the number of tokens and in the length of numbers, and use the last value of duplicate keys.
 */
@Configuration(proxyBeanMethods = false)
class JsonReading {

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 256;
  private static final int LONGEST_NAME = 1024;
  private static final int LONGEST_TEXT = 16 * 1024 * 1024;

  /** Reads names as they are. */
  @Bean(name = "json-names-exact", defaultCandidate = false)
  ObjectMapper exact() {
    return reader();
  }

  /** Reads objects whose members are found in any case. */
  @Bean(name = "json-names-any-case", defaultCandidate = false)
  ObjectMapper anyCase() {
    return reader()
        .setNodeFactory(
            new JsonNodeFactory() {
              private static final long serialVersionUID = 1L;

              @Override
              public ObjectNode objectNode() {
                return new ObjectNode(this, new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
              }
            });
  }

  private static ObjectMapper reader() {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER)
            .maxNameLength(LONGEST_NAME)
            .maxStringLength(LONGEST_TEXT)
            .maxTokenCount(ReadText.MOST_TOKENS)
            .build();
    JsonFactoryBuilder settings = new JsonFactoryBuilder();
    settings.streamReadConstraints(constraints);
    return JsonMapper.builder(new JsonTree.Factory(settings))
        .addModule(new SimpleModule().addDeserializer(JsonNode.class, new JsonTree()))
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }
}
