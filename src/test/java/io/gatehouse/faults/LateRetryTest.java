package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor got 503 for a state, continues with the next one, and then retries the first. */
class LateRetryTest {

  private static final String ASSESSED =
      "{\"event\":\"decision_analytics_completed\",\"application_id\":\"%s\"}";
  private static final String ASSESSED_WITH_ID =
      "{\"id\":\"%1$s-2\",\"event\":\"decision_analytics_completed\",\"application_id\":\"%1$s\"}";

  @TempDir Path folder;

  @Test
  void aStateThatABrokerTookTooLateIsNotSetBackByItsRetry() throws IOException {
    OutsideBroker.Plan plan = new OutsideBroker.Plan(folder.resolve("broker"));
    try (OutsideBroker broker = plan.start();
        Gateway gateway = gateway(plan.port())) {
      connectEverySender(gateway);

      broker.signal("STOP");
      Answer first = gateway.send(about(ASSESSED, "late"));
      broker.signal("CONT");
      Answer second = untilTaken(gateway, about(ASSESSED_WITH_ID, "late"));
      Answer retry = untilTaken(gateway, about(ASSESSED, "late"));

      assertThat(first.status()).isEqualTo(503);
      assertThat(ids(plan.port(), "late")).containsExactly(retry.id(), second.id());
    }
  }

  /**
   * A connection that the gateway first needs while the broker stands still carries nothing over.
   */
  private static void connectEverySender(Gateway gateway) {
    for (int i = 0; i < 50; i++) {
      assertThat(gateway.send(about(ASSESSED, "before-" + i)).status()).isEqualTo(200);
    }
  }

  private static Request about(String event, String subject) {
    return Request.post("/webhooks/kompliant?partner_id=rockoutpay")
        .header("X-Forwarded-For", "3.230.141.132")
        .body(event.formatted(subject));
  }

  private static Answer untilTaken(Gateway gateway, Request request) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> gateway.send(request), answer -> answer.status() == 200);
  }

  private static List<String> ids(int port, String subject) {
    try (Bus bus = Bus.at(port)) {
      return bus.browse("kyc.business").stream()
          .filter(event -> subject.equals(event.attribute("subject")))
          .map(event -> event.attribute("id"))
          .toList();
    }
  }

  private Gateway gateway(int port) throws IOException {
    return Gateway.start(
        Files.createDirectories(folder.resolve("gateway")),
        Map.of(
            "spring.artemis.mode",
            "native",
            "spring.artemis.broker-url",
            "tcp://127.0.0.1:" + port,
            "spring.artemis.user",
            OutsideBroker.GATEWAY,
            "spring.artemis.password",
            OutsideBroker.GATEWAY_PASSWORD,
            "gatehouse.bus.send-timeout-millis",
            "1500"));
  }
}
