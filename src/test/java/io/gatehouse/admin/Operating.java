package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An operator who uses one of a gateway's endpoints. */
record Operating(Gateway gateway, String endpoint) {

  private String path() {
    return "/actuator/" + endpoint;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer get(String rest) {
    return gateway.operate(Request.get(path() + rest));
  }

  Answer retry(String handle) {
    return gateway.operate(
        Request.post(path() + "/" + encoded(handle) + "?by=anna").withoutHeader("Content-Type"));
  }

  Answer retryAll(String json) {
    return gateway.operate(Request.post(path()).body(json));
  }

  Answer discard(String handle, String query) {
    return gateway.operate(Request.delete(path() + "/" + encoded(handle) + query));
  }

  /** The lines of the list that this query selects. */
  List<JsonNode> lines(String query) {
    List<JsonNode> lines = new ArrayList<>();
    get(query).json().path("messages").forEach(lines::add);
    return lines;
  }

  /** The handle of the only message about this event. */
  String handle(String id) {
    List<JsonNode> lines = lines("?id=" + encoded(id));
    if (lines.size() != 1) {
      throw new AssertionError(lines.size() + " messages of " + endpoint + " are about " + id);
    }
    return lines.get(0).path("message").asText();
  }

  /** How many messages are about this event. */
  long count(String id) {
    return get("?id=" + encoded(id)).json().path("total").asLong();
  }

  /** The records about this event, the newest first. */
  List<JsonNode> records(String id) {
    List<JsonNode> found = new ArrayList<>();
    new Operating(gateway, "operatorrecords")
        .get("?size=500")
        .json()
        .path("records")
        .forEach(
            entry -> {
              if (id.equals(entry.path("event").asText())) {
                found.add(entry);
              }
            });
    return found;
  }
}
