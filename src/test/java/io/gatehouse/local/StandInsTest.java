package io.gatehouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What somebody sees who tries Gatehouse out. */
@ExtendWith(OutputCaptureExtension.class)
class StandInsTest {

  @Test
  void anEventComesOutAsOneLineOfTheCrmWithTypeAndIdAndWithoutData(CapturedOutput output) {
    try (Gateway gateway = Gateway.start(Map.of())) {
      String id =
          gateway
              .send(Kompar.application("{\"application_id\":\"seen-1\",\"name\":\"Anna Unseen\"}"))
              .id();

      String line = "CRM got kyc.lending.application-received " + id;
      await().until(() -> output.getAll().contains(line));
      assertThat(output.getAll()).containsOnlyOnce(line).doesNotContain("Unseen");
    }
  }
}
