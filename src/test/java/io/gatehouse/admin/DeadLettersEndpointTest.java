package io.gatehouse.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.tools.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators see events that nobody accepted, redrive them or discard them. */
class DeadLettersEndpointTest {

  private static final String QUEUE = "kyc.dead-letter";

  @TempDir static Path folder;

  private static Gateway gateway;
  private static Operating deadLetters;

  @BeforeAll
  static void start() throws IOException {
    Path bus = folder.resolve("bus.properties");
    Files.writeString(
        bus,
        Files.readString(Path.of("routes/bus.properties"))
            + """
            addressConfigurations."kyc.copy".routingTypes=ANYCAST
            addressConfigurations."kyc.copy".queueConfigs."kyc.copy".routingType=ANYCAST
            divertConfigurations."copy".address=kyc.#
            divertConfigurations."copy".forwardingAddress=kyc.copy
            divertConfigurations."copy".filterString=AMQAddress IN ('kyc.lending')
            addressSettings."kyc.#".maxDeliveryAttempts=1
            addressSettings."kyc.copy".iDCacheSize=0
            addressSettings."kyc.copy".addressFullMessagePolicy=PAGE
            addressSettings."kyc.copy".diskFullMessagePolicy=BLOCK
            """);
    gateway = Gateway.start(Map.of("gatehouse.broker.addresses", bus.toString()));
    deadLetters = new Operating(gateway, "deadletters");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** What delivery adds when it gives up an event. */
  private static Map<String, Object> deadLetter(String id, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("cloudEvents_id", id);
    properties.put("cloudEvents_type", "kyc.document.created");
    properties.put("cloudEvents_vendor", "ondato");
    properties.put("cloudEvents_subject", "s-1");
    properties.put("cloudEvents_reason", "refused");
    properties.put("gatehouse_queue", "kyc.document");
    properties.put("gatehouse_kind", "refused");
    properties.put("gatehouse_answer", "errorCode INVALID_FIELD");
    properties.put("gatehouse_status", 422);
    properties.put("gatehouse_attempts", 12);
    properties.put("JMSXGroupID", "ondato s-1");
    properties.put("JMS_AMQP_ContentType", "application/json");
    properties.putAll(more);
    properties.values().removeIf(""::equals);
    return properties;
  }

  private static void put(String id, Map<String, Object> more) {
    gateway.bus().put(QUEUE, deadLetter(id, more), "{\"name\":\"Anna Exempel\"}");
  }

  @Test
  void whatDeliveryGaveUpGoesBackToItsQueueAsTheEventThatItWas() {
    put("back-1", Map.of("_AMQ_DUPL_ID", "/ondato back-1"));

    Answer answer = deadLetters.retry(deadLetters.handle("back-1"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("retried");
    assertThat(answer.id()).isEqualTo("back-1");
    Bus.Received event = gateway.bus().take("kyc.document", "back-1").orElseThrow();
    assertThat(event.text()).isEqualTo("{\"name\":\"Anna Exempel\"}");
    assertThat(event.properties().keySet())
        .filteredOn(name -> !name.equals("JMSXDeliveryCount"))
        .containsExactlyInAnyOrder(
            "cloudEvents_id",
            "cloudEvents_type",
            "cloudEvents_vendor",
            "cloudEvents_subject",
            "JMSXGroupID",
            "JMS_AMQP_ContentType");
    assertThat(deadLetters.count("back-1")).isZero();
    assertThat(deadLetters.records("back-1").get(0).path("by").asText()).isEqualTo("anna");
  }

  @Test
  void bytesGoBackAsBytes() {
    byte[] body = {0, 1, 2, (byte) 0xFF};
    gateway.bus().put(QUEUE, deadLetter("bytes-1", Map.of()), body);

    deadLetters.retry(deadLetters.handle("bytes-1"));

    assertThat(gateway.bus().take("kyc.document", "bytes-1").orElseThrow().bytes()).isEqualTo(body);
  }

  @Test
  void aBodyOfAnotherKindStays() {
    gateway.bus().put(QUEUE, deadLetter("map-1", Map.of()), Map.of());

    Answer answer = deadLetters.retry(deadLetters.handle("map-1"));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("reason").asText()).isEqualTo("no-copy");
    assertThat(deadLetters.count("map-1")).isEqualTo(1);
    deadLetters.discard(deadLetters.handle("map-1"), "?reason=no%20event");
    assertThat(deadLetters.count("map-1")).isZero();
  }

  @Test
  void whatAConsumerGaveUpGoesBackToItsOwnQueueAndIsNotCopiedToOthers() {
    String id = gateway.send(Kompar.application("{\"application_id\":\"a-gave-up\"}")).id();
    gateway.bus().giveUp("kyc.lending", id);
    gateway.bus().giveUp("kyc.copy", id);
    await().until(() -> deadLetters.count(id) == 2);
    assertThat(gateway.bus().browse(QUEUE))
        .filteredOn(deadLetter -> id.equals(deadLetter.attribute("id")))
        .hasSize(2)
        .allSatisfy(
            deadLetter ->
                assertThat(
                        Contract.committed()
                            .faults(QUEUE, deadLetter.properties(), deadLetter.text()))
                    .isEmpty());
    // Both have the same id, so the handle must distinguish them.
    String original = only("?receiver=kyc.lending&id=" + id);
    String copy = only("?receiver=kyc.copy&id=" + id);

    assertThat(deadLetters.retry(copy).status()).isEqualTo(200);
    assertThat(gateway.bus().count("kyc.copy", id)).isEqualTo(1);
    assertThat(gateway.bus().count("kyc.lending", id)).isZero();

    assertThat(deadLetters.retry(original).status()).isEqualTo(200);
    assertThat(gateway.bus().count("kyc.lending", id)).isEqualTo(1);
    assertThat(gateway.bus().count("kyc.copy", id)).isEqualTo(1);

    gateway.bus().giveUp("kyc.lending", id);
    await().until(() -> deadLetters.count(id) == 1);
    assertThat(deadLetters.retry(deadLetters.handle(id)).status()).isEqualTo(200);
    assertThat(gateway.bus().count("kyc.lending", id)).isEqualTo(1);
  }

  private static String only(String query) {
    List<JsonNode> lines = deadLetters.lines(query);
    assertThat(lines).hasSize(1);
    return lines.get(0).path("message").asText();
  }

  @Test
  void theListHasPagesAndNoPayload() {
    for (int i = 0; i < 5; i++) {
      put("page-" + i, Map.of("cloudEvents_vendor", "pages"));
    }

    Answer second = deadLetters.get("?vendor=pages&page=1&size=2");

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().path("total").asInt()).isEqualTo(5);
    assertThat(second.json().path("messages").findValuesAsText("id"))
        .containsExactly("page-2", "page-3");
    assertThat(deadLetters.lines("?vendor=pages&page=2&size=2")).hasSize(1);
    assertThat(second.body()).doesNotContain("Exempel");
    JsonNode line = second.json().path("messages").get(0);
    assertThat(line.path("reason").asText()).isEqualTo("refused");
    assertThat(line.path("status").asInt()).isEqualTo(422);
    assertThat(line.path("attempts").asInt()).isEqualTo(12);
    assertThat(line.path("kind").asText()).isEqualTo("refused");
    assertThat(line.path("answer").asText()).isEqualTo("errorCode INVALID_FIELD");
  }

  @ParameterizedTest
  @CsvSource({
    "type,     kyc.document.deleted,  cloudEvents_type",
    "vendor,   O'Hara,                cloudEvents_vendor",
    "subject,  \"' OR '1'='1\",       cloudEvents_subject",
    "subject,  a''b\\,                cloudEvents_subject",
    "reason,   circuit-open,          cloudEvents_reason",
  })
  void aFilterSelectsWhatHasExactlyThisValue(String filter, String value, String property) {
    String id = "filter-" + value;
    put(id, Map.of(property, value));
    put("filter-other", Map.of());

    List<JsonNode> lines = deadLetters.lines("?" + filter + "=" + Operating.encoded(value));

    assertThat(lines).extracting(line -> line.path("id").asText()).containsExactly(id);
  }

  @Test
  void aReceiverIsFoundByItsName() {
    put("receiver-crm", Map.of("gatehouse_queue", "deliver.crm"));

    List<JsonNode> lines = deadLetters.lines("?receiver=crm");

    assertThat(lines).extracting(line -> line.path("id").asText()).containsExactly("receiver-crm");
    assertThat(lines.get(0).path("receiver").asText()).isEqualTo("crm");
  }

  @Test
  void allThatMatchAreRetriedAndWhatStaysSaysWhy() {
    String filter = "{\"vendor\":\"all\",\"by\":\"anna\"}";
    put("all-1", Map.of("cloudEvents_vendor", "all"));
    put("all-2", Map.of("cloudEvents_vendor", "all"));
    put("all-3", Map.of("cloudEvents_vendor", "all", "gatehouse_queue", ""));
    put("all-4", Map.of("cloudEvents_vendor", "all", "gatehouse_queue", "kyc.gone"));
    put("all-5", Map.of("cloudEvents_vendor", "other"));

    Answer answer = deadLetters.retryAll(filter);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("retried").asInt()).isEqualTo(2);
    assertThat(answer.json().path("stayed").asInt()).isEqualTo(2);
    assertThat(answer.json().path("why").path("no-origin").asInt()).isEqualTo(1);
    assertThat(answer.json().path("why").path("no-queue").asInt()).isEqualTo(1);
    assertThat(gateway.bus().count("kyc.document", "all-1")).isEqualTo(1);
    assertThat(gateway.bus().count("kyc.document", "all-2")).isEqualTo(1);
    assertThat(gateway.bus().count(QUEUE, "all-5")).isEqualTo(1);
    assertThat(deadLetters.lines("?vendor=all")).hasSize(2);
    assertThat(deadLetters.records("all-1").get(0).path("by").asText()).isEqualTo("anna");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"all\":false}",
        "{\"all\":true,\"vendor\":\"unmeant\"}",
        "{\"vendro\":\"unmeant\"}",
        "{\"vendor\":\"unmeant\",\"typ\":\"x\"}",
        "{\"vendor\":null}",
        "{\"vendor\":\"unmeant\",\"by\":\"an\\nna\"}",
        "{\"vendor\":[\"unmeant\"]}",
        "{\"vendor\":",
        ""
      })
  void aRetryOfManyThatDoesNotSayWhichIsRefused(String body) {
    put("unmeant", Map.of("cloudEvents_vendor", "unmeant"));

    Answer answer = deadLetters.retryAll(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(gateway.bus().take(QUEUE, "unmeant")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?size=0", "?size=501", "?page=-1", "?page=x", "?vendro=kompar", "/x?payload=2"})
  void badParametersAreToldInASentence(String query) {
    Answer answer = deadLetters.get(query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(answer.json().path("detail").asText()).endsWith(".");
  }

  @Test
  void aPayloadIsShownOnDemandOnlyAndThatIsRecorded() {
    put("show-1", Map.of());
    String handle = deadLetters.handle("show-1");

    Answer without = deadLetters.get("/" + handle);
    assertThat(without.status()).isEqualTo(200);
    assertThat(without.body()).doesNotContain("Exempel");
    assertThat(without.json().path("attributes").path("subject").asText()).isEqualTo("s-1");
    assertThat(deadLetters.records("show-1")).isEmpty();

    Answer with = deadLetters.get("/" + handle + "?payload=true&by=anna");
    assertThat(with.json().path("payload").asText()).isEqualTo("{\"name\":\"Anna Exempel\"}");
    assertThat(with.headers().get("cache-control")).contains("no-store");
    JsonNode entry = deadLetters.records("show-1").get(0);
    assertThat(entry.path("action").asText()).isEqualTo("show");
    assertThat(entry.path("by").asText()).isEqualTo("anna");
    assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(entry.path("queue").asText()).isEqualTo(QUEUE);
    assertThat(entry.path("outcome").asText()).isEqualTo("done");
  }

  @Test
  void aMessageIsDiscardedWithAReasonOnly() {
    put("discard-1", Map.of());
    String handle = deadLetters.handle("discard-1");

    for (String query : List.of("", "?reason=", "?reason=%20", "?reason=a%0Ab", "?by=anna")) {
      assertThat(deadLetters.discard(handle, query).status()).as(query).isEqualTo(400);
    }
    assertThat(deadLetters.count("discard-1")).isEqualTo(1);
    assertThat(deadLetters.records("discard-1")).isEmpty();

    Answer answer = deadLetters.discard(handle, "?reason=sent%20twice&by=anna");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("discarded");
    assertThat(gateway.bus().count(QUEUE, "discard-1")).isZero();
    JsonNode entry = deadLetters.records("discard-1").get(0);
    assertThat(entry.path("action").asText()).isEqualTo("discard");
    assertThat(entry.path("reason").asText()).isEqualTo("sent twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-message", "x' OR '1'='1", "~kyc.lending"})
  void anUnknownHandleIsNotFound(String handle) {
    put("found-not", Map.of());

    assertThat(deadLetters.get("/" + Operating.encoded(handle)).status()).isEqualTo(404);
    assertThat(deadLetters.retry(handle).status()).isEqualTo(404);
    assertThat(deadLetters.discard(handle, "?reason=x").status()).isEqualTo(404);

    assertThat(gateway.bus().take(QUEUE, "found-not")).isPresent();
  }

  @Test
  void whatCannotBeRecordedIsNotDone() throws SQLException {
    put("record-1", Map.of());
    String handle = deadLetters.handle("record-1");
    database("alter table operator_record rename to elsewhere");
    try {
      Answer shown = deadLetters.get("/" + handle + "?payload=true");
      assertThat(shown.status()).isEqualTo(503);
      assertThat(shown.body()).doesNotContain("Exempel");
      assertThat(deadLetters.retry(handle).status()).isEqualTo(503);
      assertThat(deadLetters.discard(handle, "?reason=x").status()).isEqualTo(503);
      assertThat(deadLetters.retryAll("{\"id\":\"record-1\"}").status()).isEqualTo(503);
      assertThat(gateway.bus().count(QUEUE, "record-1")).isEqualTo(1);
    } finally {
      database("alter table elsewhere rename to operator_record");
    }
  }

  private static void database(String sql) throws SQLException {
    String url =
        "jdbc:h2:async:"
            + gateway.data().toAbsolutePath().resolve("ledger")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0";
    try (Connection connection = DriverManager.getConnection(url, "gatehouse", "")) {
      connection.createStatement().execute(sql);
    }
  }
}
