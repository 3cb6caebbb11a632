package io.gatehouse.tools.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A vendor's request that becomes an event, from {@code src/test/resources/vendors}.
 *
 * @param folder of the case
 * @param event the content of {@code event.json}
 */
record ExpectedEvent(Path folder, JsonNode event) {

  private static final Path VENDORS = Path.of("src/test/resources/vendors");

  static List<ExpectedEvent> all() throws IOException {
    try (Stream<Path> files = Files.walk(VENDORS)) {
      return files
          .filter(file -> file.endsWith("event.json"))
          .sorted()
          .map(file -> new ExpectedEvent(file.getParent(), read(file)))
          .toList();
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String address() {
    return event.path("address").asText();
  }

  String attribute(String name) {
    return event.path("attributes").path(name).asText(null);
  }

  boolean isUnread() {
    return address().equals("kyc.quarantine");
  }

  /** The message's properties, those filled in that differ from one event to the next. */
  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("cloudEvents_specversion", "1.0");
    properties.put("cloudEvents_id", "8f3a-5ce4");
    properties.put("cloudEvents_source", "/" + attribute("vendor"));
    properties.put("cloudEvents_receivedtime", "2026-11-21T08:26:46.029Z");
    properties.put(
        "cloudEvents_traceparent", "00-12c3d68b6345a0288fd4de71a76e3547-062b177e39d65932-01");
    if (isUnread()) {
      properties.put("cloudEvents_webhookpath", "/webhooks/" + attribute("vendor"));
    }
    event
        .path("attributes")
        .properties()
        .forEach(
            attribute -> {
              if (!attribute.getValue().isNull()) {
                properties.put("cloudEvents_" + attribute.getKey(), attribute.getValue().asText());
              }
            });
    return properties;
  }

  /** The data as a text; null where it goes onto the bus as bytes. */
  String data() {
    try {
      if (isUnread()) {
        return null;
      }
      Path decrypted = folder.resolve("data.json");
      return Files.exists(decrypted)
          ? Files.readString(decrypted)
          : new String(Request.read(folder.resolve("request.http")).body(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getParent().getFileName() + "/" + folder.getFileName();
  }
}
