package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads samples of events as the kamelet {@code read-json} does. */
public final class SampleReader {

  private SampleReader() {}

  /**
   * Parses a sample.
   *
   * @param json in UTF-8
   * @param anyCase whether members are found in any case
   */
  public static JsonNode read(byte[] json, boolean anyCase) {
    ObjectMapper reader = anyCase ? new JsonReading().anyCase() : new JsonReading().exact();
    try {
      return reader.readValue(json, JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException("A sample that was written is JSON", e);
    }
  }
}
