package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bearer tokens that a receiving system's token endpoint issues for client credentials. */
class TokensTest {

  @TempDir Path folder;

  private final WireMockServer issuer = new WireMockServer(wireMockConfig().dynamicPort());

  @BeforeEach
  void start() {
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop();
  }

  private Receivers receivers() {
    Receivers receivers = Receivers.with(folder);
    for (String name : new String[] {"crm", "kyc-core"}) {
      receivers
          .set(name + ".oauth2.token-url", issuer.baseUrl() + "/token")
          .set(name + ".oauth2.client-id", "gatehouse")
          .set(name + ".oauth2.client-secret", "a-client-secret")
          .set(name + ".oauth2.scope", name + ".write");
    }
    return receivers.start();
  }

  /** Issues one token for each call and scope, valid for so many seconds. */
  private void give(String scope, int lifetime, String... tokens) {
    String state = Scenario.STARTED;
    for (String token : tokens) {
      issuer.stubFor(
          post("/token")
              .withRequestBody(containing("grant_type=client_credentials"))
              .withRequestBody(containing("scope=" + scope))
              .inScenario(scope)
              .whenScenarioStateIs(state)
              .willReturn(
                  okJson(
                      """
                      {"access_token":"%s","token_type":"Bearer","expires_in":%d}"""
                          .formatted(token, lifetime)))
              .willSetStateTo(token));
      state = token;
    }
  }

  private int fetched() {
    return issuer.findAll(postRequestedFor(urlEqualTo("/token"))).size();
  }

  @Test
  void aTokenIsFetchedOnceForEachReceiverAndUsedUntilItExpires() {
    give("crm.write", 3600, "of-the-crm", "too-early");
    give("kyc-core.write", 3600, "of-the-kyc-core");
    try (Receivers receivers = receivers()) {
      String first = id("first");
      String second = id("second");
      String document = id("document");
      receivers.approved(first, "s-" + first);
      receivers.ondato(document, "KybIdentification.Document.Created", "s", null);
      await().until(() -> receivers.requestsOf(first).size() == 1);
      receivers.approved(second, "s-" + second);
      await().until(() -> receivers.requestsOf(second).size() == 1);
      await().until(() -> receivers.kycCore().findAll(postRequestedFor(anyUrl())).size() == 1);

      assertThat(receivers.requestsOf(first).get(0).getHeader("Authorization"))
          .isEqualTo("Bearer of-the-crm");
      assertThat(receivers.requestsOf(second).get(0).getHeader("Authorization"))
          .isEqualTo("Bearer of-the-crm");
      assertThat(
              receivers
                  .kycCore()
                  .findAll(postRequestedFor(anyUrl()))
                  .get(0)
                  .getHeader("Authorization"))
          .as("one endpoint, another scope: another token")
          .isEqualTo("Bearer of-the-kyc-core");
      assertThat(fetched()).isEqualTo(2);
    }
  }

  @Test
  void aTokenThatExpiresOrIsNotAcceptedIsReplaced() {
    // Of a lifetime as short as this, half is used.
    give("crm.write", 2, "first", "second", "third");
    try (Receivers receivers = receivers()) {
      String early = id("early");
      String expired = id("expired");
      receivers.atFirst(early, status(401));

      receivers.approved(early, "s-" + early);
      await().until(() -> receivers.requestsOf(early).size() == 2);
      await().pollDelay(java.time.Duration.ofSeconds(2)).until(() -> true);
      receivers.approved(expired, "s-" + expired);
      await().until(() -> receivers.requestsOf(expired).size() == 1);

      assertThat(receivers.requestsOf(early))
          .extracting(request -> request.getHeader("Authorization"))
          .containsExactly("Bearer first", "Bearer second");
      assertThat(receivers.requestsOf(expired).get(0).getHeader("Authorization"))
          .isEqualTo("Bearer third");
    }
  }

  /** Salesforce's response: when the token was issued, and not for how long. */
  @Test
  void aTokenThatDoesNotSayWhenItExpiresIsFetchedOnceForManyDeliveries() {
    issuer.stubFor(
        post("/token")
            .willReturn(
                okJson(
                    """
                    {"access_token":"00Dxx!AQ1","signature":"c2ln","scope":"api",\
                    "instance_url":"http://127.0.0.1:1","id":"https://login.example/id/00D/005",\
                    "token_type":"Bearer","issued_at":"1796034000000"}""")));
    try (Receivers receivers = receivers()) {
      List<String> events = Stream.generate(() -> id("event")).limit(10).toList();

      events.forEach(event -> receivers.approved(event, "s-" + event));

      await().until(() -> receivers.arrivals().containsAll(events));
      assertThat(receivers.requestsOf(events.get(9)).get(0).getHeader("Authorization"))
          .isEqualTo("Bearer 00Dxx!AQ1");
      assertThat(fetched()).isEqualTo(1);
    }
  }

  @Test
  void aTokenEndpointThatRefusesUsIsToldWithTheDeadLetter() {
    issuer.stubFor(
        post("/token")
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("Content-Type", "application/json")
                    .withBody("{\"error\":\"invalid_client\",\"error_description\":\"4711\"}")));
    try (Receivers receivers = receivers()) {
      String event = id("event");

      receivers.approved(event, "s-" + event);

      assertThat(
              receivers.gateway().bus().take("kyc.dead-letter", event).orElseThrow().properties())
          .containsEntry("cloudEvents_reason", "exhausted")
          .containsEntry("gatehouse_kind", "token-refused")
          .containsEntry("gatehouse_answer", "invalid_client")
          .containsEntry("gatehouse_status", 0)
          .containsKey("gatehouse_exception");
    }
  }

  @Test
  void whileNoTokenIsToBeHadEventsWaitAndNoSecretFollowsARedirect() {
    WireMockServer elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
    elsewhere.start();
    issuer.stubFor(
        post("/token")
            .inScenario("outage")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(
                aResponse().withStatus(307).withHeader("Location", elsewhere.baseUrl() + "/token"))
            .willSetStateTo("over"));
    issuer.stubFor(
        post("/token")
            .inScenario("outage")
            .whenScenarioStateIs("over")
            .willReturn(
                okJson(
                    "{\"access_token\":\"late\",\"token_type\":\"Bearer\",\"expires_in\":600}")));
    try (Receivers receivers = receivers()) {
      String event = id("event");

      receivers.approved(event, "s-" + event);

      await().until(() -> receivers.requestsOf(event).size() == 1);
      assertThat(elsewhere.getAllServeEvents()).isEmpty();
    } finally {
      elsewhere.stop();
    }
  }
}
