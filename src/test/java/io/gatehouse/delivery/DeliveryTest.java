package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.forAWhile;
import static io.gatehouse.delivery.Receivers.id;
import static io.gatehouse.delivery.Receivers.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import io.gatehouse.tools.contract.Contract;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiving system gets, and what happens to an event that it does not accept. */
class DeliveryTest {

  @TempDir private static Path folder;

  private static Receivers receivers;

  @BeforeAll
  static void start() {
    receivers = Receivers.with(folder).start();
  }

  @AfterAll
  static void stop() {
    receivers.close();
  }

  @Test
  void anEventArrivesAsASignedCloudEventWithTheVendorsJsonUntouched() throws Exception {
    String json =
        """
        {"application_id":"w-%s",  "name":"Åsa \\u00c5", "company_revenue":125000.50,"amount":1e3}"""
            .formatted(id("cloud-event"));

    String id = receivers.gateway().send(Kompar.application(json)).id();

    await().until(() -> receivers.requestsOf(id).size() == 1);
    LoggedRequest request = receivers.requestsOf(id).get(0);
    assertThat(request.getMethod().getName()).isEqualTo("POST");
    assertThat(request.getUrl()).isEqualTo("/events");
    assertThat(request.getHeader("Content-Type")).startsWith("application/cloudevents+json");
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + Receivers.TOKEN);
    assertThat(request.getBodyAsString()).endsWith("\"data\":" + json + "}");
    assertThat(json(request).path("specversion").asText()).isEqualTo("1.0");
    assertThat(json(request).path("id").asText()).isEqualTo(id);
    assertThat(json(request).path("source").asText()).isEqualTo("/kompar");
    assertThat(json(request).path("type").asText()).isEqualTo("kyc.lending.application-received");
    assertThat(json(request).path("vendor").asText()).isEqualTo("kompar");
    assertThat(json(request).path("datacontenttype").asText()).isEqualTo("application/json");
    assertThat(json(request).has("superseded")).isFalse();
    new Webhook(Receivers.SIGNATURE_SECRET).verify(request.getBodyAsString(), headersOf(request));
    assertThat(request.getHeader("webhook-id")).isEqualTo(id);
  }

  private static HttpHeaders headersOf(LoggedRequest request) {
    Map<String, List<String>> headers =
        request.getHeaders().all().stream()
            .collect(Collectors.toMap(HttpHeader::key, HttpHeader::values));
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  @Test
  void noHeaderLeavesButThoseThatDeliveryNames() {
    String id = id("headers");

    receivers.approved(id, "subject-" + id);

    await().until(() -> receivers.requestsOf(id).size() == 1);
    assertThat(receivers.requestsOf(id).get(0).getAllHeaderKeys())
        .containsExactlyInAnyOrder(
            "Authorization",
            "Connection",
            "Content-Length",
            "Content-Type",
            "Host",
            "Idempotency-Key",
            "User-Agent",
            "traceparent",
            "webhook-id",
            "webhook-signature",
            "webhook-timestamp");
  }

  @Test
  void eachReceiverGetsWhatTheBusFileCopiesToIt() {
    String identity = id("identity");
    String document = id("document");

    receivers.approved(identity, "subject-" + identity);
    receivers.ondato(document, "KybIdentification.Document.Created", "s-" + document, null);

    await()
        .untilAsserted(
            () -> {
              assertThat(receivers.requestsOf(identity)).hasSize(1);
              assertThat(idsAt(receivers)).contains(document);
            });
    assertThat(receivers.requestsOf(document)).isEmpty();
    assertThat(idsAt(receivers)).doesNotContain(identity);
    assertThat(receivers.gateway().bus().count("kyc.identity", identity)).isEqualTo(1);
  }

  private static List<String> idsAt(Receivers receivers) {
    return receivers.kycCore().findAll(anyRequestedFor(anyUrl())).stream()
        .map(request -> request.getHeader("Idempotency-Key"))
        .toList();
  }

  static Stream<Arguments> passingFailures() {
    return Stream.of(
        Arguments.of("500", status(500)),
        Arguments.of("502", status(502)),
        Arguments.of("503", status(503).withHeader("Retry-After", "1")),
        Arguments.of("429", status(429).withHeader("Retry-After", "soon")),
        Arguments.of("401", status(401)),
        Arguments.of("408", status(408)),
        Arguments.of("redirect", status(307).withHeader("Location", "/elsewhere")),
        Arguments.of("slow", status(204).withFixedDelay(4000)),
        Arguments.of("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
        Arguments.of("empty", aResponse().withFault(Fault.EMPTY_RESPONSE)),
        Arguments.of("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingFailures")
  void whatMayPassIsTriedAgainWithTheSameKey(String name, ResponseDefinitionBuilder failure) {
    String id = id("passing-" + name);
    receivers.atFirst(id, failure, failure);

    receivers.approved(id, "subject-" + id);

    await().until(() -> receivers.requestsOf(id).size() == 3);
    forAWhile().until(() -> receivers.requestsOf(id).size() == 3);
    assertThat(receivers.gateway().bus().count("kyc.dead-letter", id)).isZero();
    assertThat(receivers.requestsOf(id))
        .extracting(request -> request.getUrl())
        .as("a redirect is not followed")
        .containsOnly("/events");
  }

  @Test
  void aReceiverThatAsksForTimeGetsIt() {
    String id = id("retry-after");
    receivers.atFirst(id, status(429).withHeader("Retry-After", "3"));

    receivers.approved(id, "subject-" + id);

    await().until(() -> receivers.requestsOf(id).size() == 2);
    List<LoggedRequest> requests = receivers.requestsOf(id);
    assertThat(
            Duration.between(
                requests.get(0).getLoggedDate().toInstant(),
                requests.get(1).getLoggedDate().toInstant()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(2900));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410, 413, 422})
  void whatWillNeverSucceedIsADeadLetterAtOnce(int status) {
    String id = id("refused-" + status);
    receivers.always(id, status(status));

    receivers.approved(id, "subject-" + id);

    Bus.Received deadLetter = deadLetter(id).orElseThrow();
    assertThat(deadLetter.attribute("reason")).isEqualTo("refused");
    assertThat(deadLetter.properties())
        .containsEntry("gatehouse_status", status)
        .containsEntry("gatehouse_attempts", 1)
        .containsEntry("gatehouse_queue", "deliver.crm")
        .containsEntry("gatehouse_kind", "refused")
        .doesNotContainKeys("gatehouse_exception", "gatehouse_answer");
    assertThat(deadLetter.attribute("type")).isEqualTo("kyc.identity.approved");
    assertThat(deadLetter.text()).contains(id);
    assertThat(receivers.requestsOf(id)).hasSize(1);
  }

  @Test
  void whatFailsTooOftenIsADeadLetter() {
    String id = id("exhausted");
    receivers.always(id, status(500));

    receivers.approved(id, "subject-" + id);

    Bus.Received deadLetter = deadLetter(id).orElseThrow();
    assertThat(deadLetter.attribute("reason")).isEqualTo("exhausted");
    assertThat(deadLetter.properties())
        .containsEntry("gatehouse_status", 500)
        .containsEntry("gatehouse_attempts", 4);
    assertThat(receivers.requestsOf(id)).hasSize(4);
  }

  @Test
  void aDeadLetterSaysHowTheLastAttemptFailedAndNothingOfTheEvent() {
    Map<String, ResponseDefinitionBuilder> failures =
        Map.of(
            "response-timed-out", status(204).withFixedDelay(4000),
            "connection-reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            "connection-closed", aResponse().withFault(Fault.EMPTY_RESPONSE),
            "failing",
                status(500).withBody("{\"errorCode\":\"ROW_IS_BUSY\",\"of\":\"Anna-4711\"}"));
    Map<String, String> ids =
        failures.keySet().stream().collect(Collectors.toMap(kind -> kind, kind -> id(kind)));
    ids.forEach(
        (kind, id) -> {
          receivers.always(id, failures.get(kind));
          receivers.approved(id, "Anna-4711 " + id);
        });

    ids.forEach(
        (kind, id) -> {
          await().until(() -> receivers.gateway().bus().count("kyc.dead-letter", id) == 1);
          Bus.Received deadLetter = deadLetter(id).orElseThrow();
          assertThat(deadLetter.attribute("reason")).isEqualTo("exhausted");
          assertThat(deadLetter.properties()).containsEntry("gatehouse_kind", kind);
          if (kind.equals("failing")) {
            assertThat(deadLetter.properties())
                .containsEntry("gatehouse_status", 500)
                .containsEntry("gatehouse_answer", "errorCode ROW_IS_BUSY of …")
                .doesNotContainKey("gatehouse_exception");
          } else {
            assertThat(deadLetter.properties())
                .containsEntry("gatehouse_status", 0)
                .doesNotContainKey("gatehouse_answer");
            assertThat((String) deadLetter.properties().get("gatehouse_exception"))
                .endsWith("Exception");
          }
        });
  }

  @Test
  void whateverAnAnswerOf200SaysOfItsBodyTheEventIsDelivered() {
    Map<String, String> headers =
        Map.of(
            id("packed"), "Content-Encoding: gzip",
            id("java"), "Content-Type: application/x-java-serialized-object",
            id("charset"), "Content-Type: text/plain; charset=no-such-charset",
            id("no-type"), "Content-Type: ;;;");
    headers.forEach(
        (id, header) -> {
          String[] parts = header.split(": ");
          receivers.always(id, status(200).withHeader(parts[0], parts[1]).withBody("x"));
          receivers.approved(id, "subject-" + id);
        });

    await().until(() -> receivers.arrivals().containsAll(headers.keySet()));
    forAWhile()
        .untilAsserted(
            () ->
                assertThat(headers.keySet())
                    .allSatisfy(id -> assertThat(receivers.requestsOf(id)).hasSize(1)));
  }

  private static Optional<Bus.Received> deadLetter(String id) {
    Optional<Bus.Received> deadLetter = receivers.gateway().bus().take("kyc.dead-letter", id);
    deadLetter.ifPresent(
        found ->
            assertThat(
                    Contract.committed()
                        .faults("kyc.dead-letter", found.properties(), found.text()))
                .isEmpty());
    return deadLetter;
  }

  @Test
  void aReceiverThatKnowsTheKeyAlreadyHasTheEvent() {
    String id = id("conflict");
    receivers.always(id, status(409));

    receivers.approved(id, "subject-" + id);

    await().until(() -> receivers.requestsOf(id).size() == 1);
    forAWhile().until(() -> receivers.requestsOf(id).size() == 1);
    assertThat(receivers.gateway().bus().count("kyc.dead-letter", id)).isZero();
  }

  @Test
  void anEventOfSeveralMegabytesIsDeliveredAndTriedAgainLikeAnyOther() {
    String file = "QUJD".repeat(1_500_000);
    String json =
        "{\"application_id\":\"large\",\"accepted\":true,\"files\":[{\"data\":\"" + file + "\"}]}";
    receivers.crm().resetRequests();
    Request request =
        Request.post("/webhooks/kompar/decisions")
            .header("Authorization", "token local-kompar-token")
            .body(Kompar.encrypt(json));
    String id = receivers.gateway().send(request).id();
    receivers.atFirst(id, status(500));

    await().until(() -> !receivers.requestsOf(id).isEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(receivers.requestsOf(id))
                    .allSatisfy(arrived -> assertThat(arrived.getBodyAsString()).contains(file)));
  }

  @Test
  void anAnswerIsNeverReadForLong() {
    String drips = id("drips");
    String floods = id("floods");
    receivers.atFirst(floods, status(200).withBody("x".repeat(5_000_000)));
    receivers.atFirst(
        drips, status(200).withBody("x".repeat(40)).withChunkedDribbleDelay(40, 20_000));

    receivers.approved(floods, "subject-" + floods);
    receivers.approved(drips, "subject-" + drips);

    await().until(() -> receivers.requestsOf(floods).size() == 1);
    await().until(() -> receivers.requestsOf(drips).size() == 1);
    forAWhile().until(() -> receivers.requestsOf(floods).size() == 1);
    assertThat(receivers.requestsOf(drips)).hasSize(1);
  }
}
