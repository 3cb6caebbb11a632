package io.gatehouse.routes.deployment;

import static io.gatehouse.routes.deployment.EditedGateway.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Scrape;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** If a route fails on an event, the log names the route, and no event is lost. */
class RouteFaultTest {

  private static final String ARGOS = "vendors/argos.camel.yaml";
  private static final String READ = "- to: kamelet:read-json\n";

  @TempDir static Path folder;
  private static EditedGateway gate;

  @BeforeAll
  static void start() {
    gate = EditedGateway.start(folder);
  }

  @AfterAll
  static void stop() {
    gate.close();
  }

  /** Until nothing fails any more. */
  @AfterEach
  void restore() {
    gate.restore(ARGOS);
    soon()
        .until(
            () -> {
              double before = counted();
              gate.gateway().send(event("nothing"));
              return counted() == before;
            });
  }

  private static String andThen(String step) {
    return READ + "        - " + step + "\n";
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            "a number",
            READ,
            andThen("setVariable: {name: partner, jq: '.submission_id | tonumber'}")),
        Arguments.of(
            "json in json",
            READ,
            andThen("setVariable: {name: partner, jq: '.submission_id | fromjson'}")),
        Arguments.of("an error", READ, andThen("setVariable: {name: partner, jq: error}")),
        Arguments.of(
            "a condition",
            READ,
            andThen("choice: {when: [{jq: .submission_id.at == 1, steps: [{log: reached}]}]}")),
        Arguments.of(
            "a subject", "subject: .submission_id", "subject: '.submission_id | tonumber'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void theEventIsKeptWithTheReasonAndComesBackWhenTheFileIsMended(
      String where, String right, String faulty) {
    double before = counted();
    gate.save(ARGOS, right, faulty);

    Answer answer =
        soon()
            .until(
                () -> gate.gateway().send(event(where)),
                sent -> sent.json().path("status").asText().equals("quarantined"));

    assertThat(answer.status()).isEqualTo(200);
    JsonNode kept = quarantined(answer.id());
    assertThat(kept.path("reason").asText()).isEqualTo("route-fault");
    assertThat(counted()).isEqualTo(before + 1);
    Answer stays = putBack(kept);
    assertThat(stays.status()).isEqualTo(409);
    assertThat(stays.json().path("detail").asText()).contains("correct the route file");

    gate.restore(ARGOS);
    Answer back = soon().until(() -> putBack(kept), done -> done.status() == 200);

    assertThat(back.id()).isEqualTo(answer.id());
    assertThat(gate.gateway().bus().take("kyc.identity", answer.id()))
        .hasValueSatisfying(
            event -> assertThat(event.attribute("subject")).startsWith("fault in " + where));
  }

  @Test
  void whatARoutePutsAsideWithoutAWordHasAReasonAllTheSame() {
    gate.save(ARGOS, READ, andThen("to: kamelet:quarantine") + "        - stop: {}\n");

    Answer answer =
        soon()
            .until(
                () -> gate.gateway().send(event("aside")),
                sent -> sent.json().path("status").asText().equals("quarantined"));

    assertThat(quarantined(answer.id()).path("reason").asText()).isEqualTo("set-aside");
    gate.restore(ARGOS);
    soon()
        .until(
            () -> gate.gateway().send(event("mended")),
            sent -> sent.json().path("status").asText().equals("accepted"));
  }

  @Test
  void anAttributeThatIsLeftOutForAFaultIsCountedAndTheEventIsPublished() {
    double before = counted();
    gate.save(ARGOS, "vendorType: .webhook_trigger", "vendorType: .webhook_trigger.name");

    Answer answer =
        soon().until(() -> gate.gateway().send(event("an attribute")), sent -> counted() > before);

    assertThat(answer.json().path("status").asText()).isEqualTo("accepted");
    assertThat(gate.gateway().bus().take("kyc.identity", answer.id())).isPresent();
  }

  @Test
  void aTimeThatCannotBeReadIsCountedByVendor() {
    double before = unreadableTimes();
    String event = "{\"webhook_trigger\":\"submit\",\"submission_id\":\"s %d\",\"created_at\":%s}";

    for (String time : new String[] {"\"2 August\"", "[1]", "null", "0", "\"2024-08-02 05:11\""}) {
      gate.gateway().send(argos(event.formatted(System.nanoTime(), time)));
    }

    assertThat(unreadableTimes()).isEqualTo(before + 2);
  }

  private static Request event(String where) {
    return argos(
        "{\"webhook_trigger\":\"created\",\"submission_id\":\"fault in %s %d\"}"
            .formatted(where, System.nanoTime()));
  }

  private static Request argos(String body) {
    return Request.post("/webhooks/argos?key=local-argos-key").body(body);
  }

  private static JsonNode quarantined(String id) {
    return gate.gateway()
        .operate(Request.get("/actuator/quarantine?id=" + id))
        .json()
        .path("messages")
        .path(0);
  }

  private static Answer putBack(JsonNode kept) {
    return gate.gateway()
        .operate(
            Request.post("/actuator/quarantine/" + kept.path("message").asText() + "?by=anna")
                .withoutHeader("Content-Type"));
  }

  private static double counted() {
    return Scrape.of(gate.gateway())
        .value("gatehouse_route_faults_total", "vendor", "argos", "route", "argos");
  }

  private static double unreadableTimes() {
    return Scrape.of(gate.gateway()).value("gatehouse_unreadable_times_total", "vendor", "argos");
  }
}
