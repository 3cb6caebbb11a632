package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of a subject arrive at gateways alternately, as behind a load balancer. */
class StatesAtTwoGatewaysTest {

  private static final String ASSESSED =
      "{\"event\":\"decision_analytics_completed\",\"application_id\":\"%s\"}";
  private static final String ASSESSED_ANEW =
      "{\"event\":\"decision_analytics_completed\",\"application_id\":\"%s\",\"score\":2}";

  /** The duplicate log is read, and acknowledgements are logged, every two seconds. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  @TempDir Path folder;

  private OutsideBroker broker;
  private OutsideGateway one;
  private OutsideGateway other;

  @BeforeEach
  void start() throws IOException {
    broker = new OutsideBroker.Plan(folder.resolve("broker")).start();
    String url = "tcp://127.0.0.1:" + broker.port();
    one = OutsideGateway.start(folder.resolve("one"), url, Map.of());
    other = OutsideGateway.start(folder.resolve("other"), url, Map.of());
    one.awaitReadiness(200);
    other.awaitReadiness(200);
  }

  @AfterEach
  void end() {
    one.close();
    other.close();
    broker.close();
  }

  @Test
  void aStateThatComesBackAfterAnotherAtAnotherGatewayIsOnTheBusAgain() {
    String first = send(one, ASSESSED, "in-turn");
    String second = send(other, ASSESSED_ANEW, "in-turn");

    String third = untilAnotherThan(first, one, "in-turn");

    assertThat(ids("in-turn")).containsExactly(first, second, third);
  }

  @Test
  void aStateThatComesBackAtAGatewayThatSawNeitherIsOnTheBusAgain() {
    String first = send(one, ASSESSED, "elsewhere");
    String second = send(one, ASSESSED_ANEW, "elsewhere");

    String third = untilAnotherThan(first, other, "elsewhere");

    assertThat(ids("elsewhere")).containsExactly(first, second, third);
  }

  private static String untilAnotherThan(String first, OutsideGateway gateway, String subject) {
    return await()
        .atMost(LONG_ENOUGH)
        .until(() -> send(gateway, ASSESSED, subject), id -> !id.equals(first));
  }

  private static String send(OutsideGateway gateway, String event, String subject) {
    return gateway
        .gateway()
        .send(
            Request.post("/webhooks/kompliant?partner_id=rockoutpay")
                .header("X-Forwarded-For", "3.230.141.132")
                .body(event.formatted(subject)))
        .id();
  }

  private List<String> ids(String subject) {
    try (Bus bus = Bus.at(broker.port())) {
      return bus.browse("kyc.business").stream()
          .filter(event -> subject.equals(event.attribute("subject")))
          .map(event -> event.attribute("id"))
          .toList();
    }
  }
}
