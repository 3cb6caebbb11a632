package io.gatehouse.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unreadable bodies are kept until they can be read, and then become their events. */
class QuarantineTest {

  private static final String QUEUE = "kyc.quarantine";
  private static final String OLD = "0123456789abcdef0123456789abcdef";

  /** A vendor's new key, which the gateway does not have yet. */
  private static final String NEW = "fedcba9876543210fedcba9876543210";

  @TempDir static Path folder;

  private static Gateway gateway;
  private static Operating quarantine;

  @BeforeAll
  static void start() {
    setKey(OLD);
    gateway =
        Gateway.start(
            Map.of(
                "gatehouse.secrets.directory",
                folder.toString(),
                "gatehouse.secrets.refresh-interval-millis",
                "50",
                "kompar.sources",
                "127.0.0.1",
                "thekyb.signature-secret",
                "local-thekyb-signature"));
    quarantine = new Operating(gateway, "quarantine");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static void setKey(String values) {
    try {
      Path fresh = Files.writeString(folder.resolve(".kompar.key"), values + "\n");
      Files.move(
          fresh,
          folder.resolve("kompar.key"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String application(String id) {
    return "{\"application_id\":\"" + id + "\",\"name\":\"Anna Exempel\"}";
  }

  /** Quarantines an application, and returns the id from the response. */
  private static String quarantined(String application) {
    Answer answer = gateway.send(Kompar.application(application(application), NEW));
    assertThat(answer.json().path("status").asText()).isEqualTo("quarantined");
    return answer.id();
  }

  private interface Check {
    void run();
  }

  /** Runs a check while the gateway has both keys. */
  private static void withTheRightKey(Check check) {
    setKey(NEW + "," + OLD);
    try {
      await()
          .until(
              () ->
                  gateway
                      .send(Kompar.application(application("probe-" + System.nanoTime()), NEW))
                      .json()
                      .path("status")
                      .asText()
                      .equals("accepted"));
      check.run();
    } finally {
      setKey(OLD);
      await()
          .until(
              () ->
                  gateway
                      .send(Kompar.application(application("probe-" + System.nanoTime()), NEW))
                      .json()
                      .path("status")
                      .asText()
                      .equals("quarantined"));
    }
  }

  private static Bus.Received only(String queue, String id) {
    List<Bus.Received> events =
        gateway.bus().browse(queue).stream().filter(e -> id.equals(e.attribute("id"))).toList();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  @Test
  void aBodyThatCanBeReadNowBecomesTheEventUnderTheIdThatTheVendorWasTold() {
    String id = quarantined("a-read");
    String received = only(QUEUE, id).attribute("receivedtime");

    withTheRightKey(
        () -> {
          Answer answer = quarantine.retry(quarantine.handle(id));
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.id()).isEqualTo(id);
        });

    Bus.Received event = only("kyc.lending", id);
    assertThat(event.text()).isEqualTo(application("a-read"));
    assertThat(event.attribute("type")).isEqualTo("kyc.lending.application-received");
    assertThat(event.attribute("subject")).isEqualTo("a-read");
    assertThat(event.attribute("receivedtime")).isEqualTo(received);
    assertThat(event.attribute("reason")).isNull();
    assertThat(event.attribute("webhookpath")).isNull();
    assertThat(event.properties().get("JMSXGroupID")).isEqualTo("kompar a-read");
    assertThat(quarantine.count(id)).isZero();
    JsonNode entry = quarantine.records(id).get(0);
    assertThat(entry.path("action").asText()).isEqualTo("retry");
    assertThat(entry.path("outcome").asText()).isEqualTo("done");
  }

  @Test
  void aSecondReplayMakesNoSecondEvent() {
    String id = quarantined("a-twice");
    Bus.Received kept = only(QUEUE, id);

    withTheRightKey(
        () -> {
          assertThat(quarantine.retry(quarantine.handle(id)).status()).isEqualTo(200);
          // As after a crash between publishing the event and removing the quarantined message.
          Map<String, Object> again = new HashMap<>(kept.properties());
          again.keySet().removeIf(name -> name.startsWith("_AMQ") || name.startsWith("JMSX"));
          gateway.bus().put(QUEUE, again, kept.bytes());
          assertThat(quarantine.retry(quarantine.handle(id)).status()).isEqualTo(200);
        });

    only("kyc.lending", id);
    assertThat(quarantine.count(id)).isZero();
  }

  @Test
  void theVendorsOwnRetryMakesNoSecondEventWhicheverComesFirst() {
    String replayedFirst = quarantined("a-first");
    String sentFirst = quarantined("a-later");

    withTheRightKey(
        () -> {
          quarantine.retry(quarantine.handle(replayedFirst));
          gateway.send(Kompar.application(application("a-first"), NEW));
          gateway.send(Kompar.application(application("a-later"), NEW));
          assertThat(quarantine.retry(quarantine.handle(sentFirst)).status()).isEqualTo(200);
        });

    for (String subject : List.of("a-first", "a-later")) {
      assertThat(gateway.bus().browse("kyc.lending"))
          .filteredOn(event -> subject.equals(event.attribute("subject")))
          .hasSize(1);
    }
    assertThat(quarantine.count(sentFirst)).isZero();
  }

  @Test
  void whatIsStillUnreadableStaysWhereItIsAndCanBeTriedAgainAtOnce() {
    String id = quarantined("a-stays");

    for (int i = 0; i < 25; i++) {
      Answer answer = quarantine.retry(quarantine.handle(id));
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.json().path("reason").asText()).isEqualTo("undecryptable");
      assertThat(answer.json().path("detail").asText()).contains("still unreadable");
    }

    assertThat(only(QUEUE, id).attribute("reason")).isEqualTo("undecryptable");
    assertThat(gateway.bus().count("kyc.dead-letter", id)).isZero();
    assertThat(quarantine.records(id)).hasSize(25);
    assertThat(quarantine.records(id).get(0).path("outcome").asText()).isEqualTo("undecryptable");
  }

  @Test
  void manyAreRetriedAndTheirReasonsAreCounted() {
    String first = quarantined("a-many-1");
    String second = quarantined("a-many-2");
    put("many-3", "/webhooks/kompar/applications", "{}", Map.of());

    withTheRightKey(
        () -> {
          Answer answer = quarantine.retryAll("{\"vendor\":\"kompar\"}");
          assertThat(answer.json().path("retried").asInt()).isGreaterThanOrEqualTo(2);
          assertThat(answer.json().path("stayed").asInt()).isEqualTo(1);
          assertThat(answer.json().path("why").path("undecryptable").asInt()).isEqualTo(1);
        });

    only("kyc.lending", first);
    only("kyc.lending", second);
    assertThat(gateway.bus().take(QUEUE, "many-3")).isPresent();
  }

  /** Quarantines a request that a route may be able to read. */
  private static void put(String id, String path, String body, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("cloudEvents_id", id);
    properties.put("cloudEvents_type", "kyc.quarantine.received");
    properties.put("cloudEvents_vendor", path.split("/")[2]);
    properties.put("cloudEvents_receivedtime", "2026-11-21T08:26:46.029Z");
    properties.put("cloudEvents_reason", "unrecognised");
    properties.put("cloudEvents_webhookpath", path);
    properties.put("JMS_AMQP_ContentType", "application/json");
    properties.putAll(more);
    gateway.bus().put(QUEUE, properties, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aSenderThatWasKnownByItsAddressAndPartnerIsNotAskedAgain() {
    put(
        "replay-kompliant",
        "/webhooks/kompliant",
        "{\"event\":\"mbtrust_success\",\"application_id\":\"w_replay\"}",
        Map.of("cloudEvents_partner", "rockoutpay"));

    assertThat(quarantine.retry(quarantine.handle("replay-kompliant")).status()).isEqualTo(200);

    Bus.Received event = only("kyc.onboarding", "replay-kompliant");
    assertThat(event.attribute("source")).isEqualTo("/kompliant/rockoutpay");
    assertThat(event.attribute("partner")).isEqualTo("rockoutpay");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/webhooks/ondato | kyc.onboarding | {\"Id\":\"replay-o\",\"Type\":\"Form.Created\","
            + "\"Payload\":{\"id\":\"f-1\"}}",
        "/webhooks/thekyb | kyc.identity | {\"kyc_request_id\":\"r-1\",\"status\":\"resolved\","
            + "\"type\":\"service_resolved\",\"services\":[\"kyc\"],\"kyb_backoffice_id\":\"b\","
            + "\"service_id\":\"s\"}",
        "/webhooks/argos  | kyc.identity | {\"webhook_trigger\":\"created\","
            + "\"submission_id\":\"sb_replay\"}"
      })
  void aSenderThatProvedItselfIsNotAskedAgain(String path, String queue, String body) {
    String id = "replay" + path.replace('/', '-');
    put(id, path, body, Map.of());

    Answer answer = quarantine.retry(quarantine.handle(id));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    only(queue, id);
  }

  @Test
  void whatARouteItselfPutsIntoQuarantineStaysThere() {
    Answer sent =
        gateway.send(
            Request.post("/webhooks/kompliant?partner_id=rockoutpay")
                .header("X-Forwarded-For", "3.230.141.132")
                .body("{\"schema_version\":2,\"id\":\"replay-unknown\"}"));
    assertThat(sent.json().path("status").asText()).isEqualTo("quarantined");

    Answer answer = quarantine.retry(quarantine.handle("replay-unknown"));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("reason").asText()).isEqualTo("unknown-encryption");
    only(QUEUE, "replay-unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "/webhooks/nobody,    no-route",
    "/webhooks/kompliant, refused",
    "/webhooks/argos,     malformed"
  })
  void whatHasNoRouteOrIsRefusedStays(String path, String reason) {
    put("stays-" + reason, path, "not JSON", Map.of());

    Answer answer = quarantine.retry(quarantine.handle("stays-" + reason));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("reason").asText()).isEqualTo(reason);
    assertThat(gateway.bus().take(QUEUE, "stays-" + reason)).isPresent();
  }

  @Test
  void aMessageThatTheGatewayDidNotWriteStays() {
    gateway.bus().put(QUEUE, Map.of("cloudEvents_id", "foreign"), "text");

    Answer answer = quarantine.retry(quarantine.handle("foreign"));

    assertThat(answer.json().path("reason").asText()).isEqualTo("not-a-request");
    assertThat(gateway.bus().take(QUEUE, "foreign")).isPresent();
  }

  @Test
  void theRawBytesAreShownInBase64() {
    String id = quarantined("a-shown");
    byte[] body = only(QUEUE, id).bytes();

    Answer answer = quarantine.get("/" + quarantine.handle(id) + "?payload=true");

    assertThat(answer.json().path("encoding").asText()).isEqualTo("base64");
    assertThat(java.util.Base64.getDecoder().decode(answer.json().path("payload").asText()))
        .isEqualTo(body);
    assertThat(answer.json().path("attributes").path("webhookpath").asText())
        .isEqualTo("/webhooks/kompar/applications");
  }
}
