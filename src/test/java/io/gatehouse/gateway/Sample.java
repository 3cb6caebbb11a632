package io.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * A request as a vendor sends it and its expected result, as files; {@code
 * src/test/resources/vendors/README.md} describes them.
 *
 * @param folder that contains the files
 */
public record Sample(Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Sends the request, and compares the result; an event must keep its id in a retry. */
  public void check(Gateway gateway) throws IOException {
    check(gateway, (queue, event) -> {});
  }

  /** The same, with one more check of the event and its queue. */
  public void check(Gateway gateway, BiConsumer<String, Bus.Received> look) throws IOException {
    Request request = Request.read(folder.resolve("request.http"));
    Answer answer = gateway.send(request);

    Path expectedAnswer = folder.resolve("answer.json");
    if (Files.exists(expectedAnswer)) {
      checkAnswer(answer, JSON.readTree(expectedAnswer.toFile()));
    } else {
      checkEvent(gateway.bus(), answer, look);
      assertThat(gateway.send(request).id()).as("id of a retry").isEqualTo(answer.id());
    }
  }

  private static void checkAnswer(Answer answer, JsonNode expected) {
    assertThat(answer.status()).isEqualTo(expected.get("status").asInt());
    expected
        .path("headers")
        .properties()
        .forEach(
            header ->
                assertThat(answer.headers())
                    .containsEntry(
                        header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
  }

  private void checkEvent(Bus bus, Answer answer, BiConsumer<String, Bus.Received> look)
      throws IOException {
    JsonNode expected = JSON.readTree(folder.resolve("event.json").toFile());
    String queue = expected.get("address").asText();
    boolean quarantined = queue.equals("kyc.quarantine");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("status").asText())
        .isEqualTo(quarantined ? "quarantined" : "accepted");

    Bus.Received event = bus.take(queue, answer.id()).orElseThrow();
    look.accept(queue, event);
    expected
        .path("attributes")
        .properties()
        .forEach(
            attribute ->
                assertThat(event.attribute(attribute.getKey()))
                    .as(attribute.getKey())
                    .isEqualTo(
                        attribute.getValue().isNull() ? null : attribute.getValue().asText()));
    byte[] data =
        Files.exists(folder.resolve("data.json"))
            ? Files.readAllBytes(folder.resolve("data.json"))
            : Request.read(folder.resolve("request.http")).body();
    if (quarantined) {
      assertThat(event.bytes()).isEqualTo(data);
    } else {
      assertThat(event.text()).isEqualTo(new String(data, StandardCharsets.UTF_8));
    }
  }
}
