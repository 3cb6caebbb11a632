package io.gatehouse.routes;

import static io.gatehouse.routes.EditedGateway.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of route files that are edited while the gateway runs. */
@ExtendWith(OutputCaptureExtension.class)
class LiveEditTest {

  private static final String ARGOS = "vendors/argos.camel.yaml";
  private static final String THEKYB = "vendors/thekyb.camel.yaml";
  private static final String KOMPLIANT = "vendors/kompliant.camel.yaml";
  private static final String LIMIT_SIZE = "kamelets/limit-size.kamelet.yaml";
  private static final String READINESS = "/actuator/health/readiness";
  private static final int LARGE = 5000;
  private static final Duration PROMISED = Duration.ofSeconds(2);

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

  /** Twenty times five files: each edit is good or bad in its turn. */
  @Test
  void aHundredEditsUnderLoadFailNoRequestAndLeaveNothingBehind() {
    CamelContext camel = gate.gateway().part(CamelContext.class);
    int routes = camel.getRoutesSize();
    int endpoints = camel.getEndpoints().size();
    List<Duration> took = new ArrayList<>();
    Knocking vendors = Knocking.at(gate.gateway().port());
    try (vendors) {
      for (int round = 0; round < 20; round++) {
        boolean small = round % 2 == 0;
        long saved = System.nanoTime();
        gate.save(ARGOS, "max: 1MB", small ? "max: 1KB" : "max: 2MB");
        gate.save(THEKYB, "max: 1MB", small ? "max: 2KB" : "max: 3MB");
        gate.save(KOMPLIANT, "partners:", small ? "partner" + round + ":" : "partners:");
        gate.save(LIMIT_SIZE, "- process", small ? "- proces" : "- process");
        gate.save(
            "downstream/crm.camel.yaml", "kyc.lending", small ? "kyc.lendin.g" : "kyc.lending");
        int expected = small ? 413 : 200;

        soon().until(() -> gate.argos(LARGE) == expected && gate.thekyb(LARGE) == expected);

        took.add(Duration.ofNanos(System.nanoTime() - saved));
        if (small) {
          soon().until(() -> gate.problem(KOMPLIANT).contains("has no parameter 'partner"));
          soon().until(() -> gate.problem(LIMIT_SIZE).contains("'proces' is unknown"));
        } else {
          soon().until(() -> gate.operators("/actuator/routes").path("refused").asInt() == 0);
        }
      }
    }

    assertThat(vendors.failures()).isEmpty();
    assertThat(vendors.answered()).isGreaterThan(1000);
    assertThat(took.stream().sorted().toList().get(took.size() / 2)).isLessThan(PROMISED);
    soon().until(() -> camel.getRoutesSize() == routes);
    assertThat(camel.getEndpoints()).hasSize(endpoints);
  }
}
