package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
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

/** An operator gets an error while the bus is down, and the messages again when it is back. */
class OperatorsWithoutBusTest {

  private static final List<Request> REQUESTS =
      List.of(
          Request.get("/actuator/deadletters"),
          Request.get("/actuator/quarantine/x?payload=true"),
          Request.post("/actuator/deadletters/x"),
          Request.post("/actuator/quarantine").body("{\"all\":true}"),
          Request.delete("/actuator/quarantine/x?reason=x"));

  @TempDir Path folder;

  @Test
  void aBusThatIsGoneOrStandsStillMeans503() throws IOException {
    OutsideBroker.Plan plan = new OutsideBroker.Plan(folder.resolve("broker"));
    OutsideBroker broker = plan.start();
    try {
      Gateway gateway =
          Gateway.start(
              Files.createDirectories(folder.resolve("gateway")),
              Map.of(
                  "spring.artemis.mode",
                  "native",
                  "spring.artemis.broker-url",
                  "tcp://127.0.0.1:" + plan.port(),
                  "spring.artemis.user",
                  OutsideBroker.GATEWAY,
                  "spring.artemis.password",
                  OutsideBroker.GATEWAY_PASSWORD,
                  "gatehouse.bus.send-timeout-millis",
                  "1500"));
      try {
        Request list = REQUESTS.get(0);
        assertThat(gateway.operate(list).status()).isEqualTo(200);

        broker.signal("STOP");
        assertThat(gateway.operate(list).status()).isEqualTo(503);
        broker.signal("CONT");
        await().until(() -> gateway.operate(list).status() == 200);

        broker.close();
        for (Request request : REQUESTS) {
          Answer answer = gateway.operate(request);
          assertThat(answer.status()).as(request.line()).isEqualTo(503);
          assertThat(answer.json().path("detail").asText()).contains("bus");
        }
        broker = plan.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.operate(list).status() == 200);
      } finally {
        gateway.close();
      }
    } finally {
      broker.close();
    }
  }
}
