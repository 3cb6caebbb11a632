package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.forAWhile;
import static io.gatehouse.delivery.Receivers.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another receiving system costs a route file, lines in the bus file, and settings. */
class ThirdReceiverTest {

  private static final String ROUTE =
      """
      # ERP: invoices whom we have approved.
      - route:
          id: erp
          description: Approved identities, to the ERP
          from:
            uri: kamelet:take-from-queue
            parameters: {queue: deliver.erp}
            steps:
              - to:
                  uri: kamelet:deliver-http
                  parameters: {url: "{{erp.url}}", receiver: erp}
      """;

  private static final String LINES =
      """

      addressConfigurations."deliver.erp".routingTypes=ANYCAST
      addressConfigurations."deliver.erp".queueConfigs."deliver.erp".routingType=ANYCAST
      divertConfigurations."erp".address=kyc.#
      divertConfigurations."erp".forwardingAddress=deliver.erp
      divertConfigurations."erp".routingType=ANYCAST
      divertConfigurations."erp".filterString=AMQAddress = 'kyc.identity' \
      AND cloudEvents_type = 'kyc.identity.approved'
      """;

  @TempDir Path folder;

  @Test
  void itGetsWhatItsFilterSaysAndTheOthersGetWhatTheyGot() throws IOException {
    Receivers receivers = Receivers.with(folder);
    Path routes = folder.resolve("routes");
    Files.writeString(routes.resolve("downstream/erp.camel.yaml"), ROUTE);
    Path bus = routes.resolve("bus.properties");
    Files.writeString(bus, Files.readString(bus) + LINES);
    receivers
        .set("gatehouse.broker.addresses", bus.toString())
        .set("erp.url", receivers.kycCore().baseUrl() + "/erp")
        .set("erp.token", "a-token-of-the-erp");
    try (receivers) {
      receivers.start();
      String approved = id("approved");
      String rejected = id("rejected");

      receivers.approved(approved, "s-1");
      receivers.ondato(rejected, "KycIdentification.Rejected", "s-2", null);

      await().until(() -> receivers.arrivals().containsAll(java.util.List.of(approved, rejected)));
      await()
          .until(
              () -> receivers.kycCore().findAll(postRequestedFor(urlEqualTo("/erp"))).size() == 1);
      forAWhile().until(() -> receivers.kycCore().findAll(postRequestedFor(anyUrl())).size() == 1);
      assertThat(
              receivers
                  .kycCore()
                  .findAll(postRequestedFor(urlEqualTo("/erp")))
                  .get(0)
                  .getHeader("Idempotency-Key"))
          .isEqualTo(approved);
    }
  }
}
