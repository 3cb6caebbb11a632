package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Scrape;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a gateway reports whose disk is beyond the limit: here, because any disk is. */
@ExtendWith(OutputCaptureExtension.class)
class DiskConfirmationTest {

  @Test
  void aDiskBeyondTheMarkIsNamedInLogHealthAndMetricAndNotToTheSender(CapturedOutput output) {
    try (Gateway gateway =
        Gateway.start(
            Map.of(
                "gatehouse.broker.max-disk-usage", "1",
                "gatehouse.bus.send-timeout-millis", "1000",
                "gatehouse.bus.probe-interval-millis", "200"))) {
      JsonNode bus =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(
                  () ->
                      gateway
                          .operate(Request.get("/actuator/health/readiness"))
                          .json()
                          .at("/components/bus/details"),
                  details -> details.path("kind").asText().equals("disk-full"));
      Answer answer =
          gateway.send(
              Request.post("/webhooks/argos?key=local-argos-key")
                  .body("{\"webhook_trigger\":\"approved\",\"submission_id\":\"full\"}"));

      assertThat(bus.path("reason").asText())
          .contains(gateway.data().toString(), "GB are free", "more than 1 per cent");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("{\"title\":\"Service Unavailable\",\"status\":503}");
      assertThat(Scrape.of(gateway).value("gatehouse_bus_failures_total", "kind", "disk-full"))
          .isPositive();
      assertThat(output.getAll())
          .contains("The bus does not take writes: the disk of " + gateway.data())
          .containsPattern(
              "The bus did not take an event .*; at the last test write: .*the disk of")
          .doesNotContain("certificate is not trusted");
    }
  }
}
