package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A divert copies as long as its lines are in the bus file, and existing copies remain. */
class CopyTakenOutTest {

  private static final String COPY =
      """
      addressConfigurations."kyc.audit".routingTypes=ANYCAST
      addressConfigurations."kyc.audit".queueConfigs."kyc.audit".routingType=ANYCAST
      addressSettings."kyc.audit".addressFullMessagePolicy=PAGE
      addressSettings."kyc.audit".diskFullMessagePolicy=BLOCK
      addressSettings."kyc.audit".iDCacheSize=0
      divertConfigurations."audit".address=kyc.onboarding
      divertConfigurations."audit".forwardingAddress=kyc.audit
      """;

  /** A file of an operator's own may lack it. */
  private static final String FOR_OUTSIDE_BROKERS =
      "addressSettings.\"#\".configDeleteDiverts=FORCE\n";

  @TempDir Path data;
  @TempDir Path folder;

  @Test
  void noMoreIsCopiedAfterARestartWithoutItsLinesAndTheCopiesOfBeforeAreStillThere()
      throws IOException {
    String first;
    Gateway copying = Gateway.start(data, bus(COPY));
    try {
      first = publish(copying, "before");
      assertThat(copying.bus().count("kyc.audit", first)).isEqualTo(1);
    } finally {
      copying.stop();
    }

    Gateway gateway = Gateway.start(data, bus(""));
    try {
      String second = publish(gateway, "after");

      assertThat(gateway.bus().count("kyc.onboarding", second)).isEqualTo(1);
      assertThat(gateway.bus().browse("kyc.audit"))
          .singleElement()
          .satisfies(event -> assertThat(event.attribute("id")).isEqualTo(first));
    } finally {
      gateway.stop();
    }
  }

  private static String publish(Gateway gateway, String id) {
    return gateway
        .send(
            Request.post("/webhooks/kompliant?partner_id=rockoutpay")
                .header("X-Forwarded-For", "3.230.141.132")
                .body(
                    "{\"id\":\""
                        + id
                        + "\",\"event\":\"mbtrust_success\",\"application_id\":\"w_1\"}"))
        .id();
  }

  private Map<String, String> bus(String lines) throws IOException {
    String shipped = Files.readString(Path.of("routes/bus.properties"));
    Path file = folder.resolve("bus.properties");
    Files.writeString(file, shipped.replace(FOR_OUTSIDE_BROKERS, "") + lines);
    return Map.of("gatehouse.broker.addresses", file.toString());
  }
}
