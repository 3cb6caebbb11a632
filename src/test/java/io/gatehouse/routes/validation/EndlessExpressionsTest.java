package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Request;
import io.gatehouse.routes.deployment.EditedGateway;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An endless expression does not prevent an event from being stored, wherever it is. */
class EndlessExpressionsTest {

  private static final String ARGOS = "vendors/argos.camel.yaml";

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

  static Stream<Arguments> endless() {
    return Stream.of(
        Arguments.of("a pick", "subject: .submission_id", "subject: last(range(1e12))"),
        Arguments.of(
            "a variable",
            "- to: kamelet:read-json\n",
            """
            - to: kamelet:read-json
                    - setVariable: {name: endless, jq: 'def f: f; f'}
                    - choice:
                        when:
                          - simple: "${variable.endless} == 'never'"
                            steps:
                              - log: never said
            """),
        Arguments.of(
            "a condition",
            "- to: kamelet:read-json\n",
            """
            - to: kamelet:read-json
                    - choice:
                        when:
                          - jq: '"x" * 1e9 == "y"'
                            steps:
                              - log: never said
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endless")
  void theEventGoesToQuarantineWithTheReason(String where, String right, String endless) {
    gate.save(ARGOS, right, endless);

    Answer answer =
        EditedGateway.soon()
            .until(
                () -> gate.gateway().send(event(where)),
                sent -> sent.json().path("status").asText().equals("quarantined"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(gate.gateway().bus().take("kyc.quarantine", answer.id()))
        .hasValueSatisfying(kept -> assertThat(kept.attribute("reason")).isEqualTo("jq-limit"));
    gate.restore(ARGOS);
    EditedGateway.soon()
        .until(
            () -> gate.gateway().send(event(where)),
            sent -> sent.json().path("status").asText().equals("accepted"));
  }

  private static Request event(String where) {
    return Request.post("/webhooks/argos?key=local-argos-key")
        .body(
            "{\"webhook_trigger\":\"created\",\"submission_id\":\"%s %d\"}"
                .formatted(where, System.nanoTime()));
  }
}
