package io.gatehouse.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * A response as received.
 *
 * @param headers by lower-case name
 */
public record Answer(int status, Map<String, String> headers, String body) {

  public JsonNode json() {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The answer is no JSON: " + body, e);
    }
  }

  /** The event's id in the response. */
  public String id() {
    return json().path("id").asText();
  }
}
