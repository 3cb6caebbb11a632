package io.gatehouse.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.UnreadableException;
import io.gatehouse.webhook.Webhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kamelet {@code read-json} makes of bytes: an object, or an unreadable event. */
class ReadJsonTest {

  private static final Path ROWS = Path.of("src/test/resources/json/rows.tsv");
  private static final CamelContext CAMEL = new DefaultCamelContext();

  @BeforeAll
  static void routesLikeTheKamelet() throws Exception {
    JsonReading readers = new JsonReading();
    CAMEL.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            route("exact", readers.exact());
            route("any-case", readers.anyCase());
          }

          private void route(String name, ObjectMapper mapper) {
            from("direct:" + name + "-value")
                .process(new ReadText())
                .unmarshal(new JacksonDataFormat(mapper, JsonNode.class));
            from("direct:" + name).to("direct:" + name + "-value").process(new TakeObject());
          }
        });
    CAMEL.start();
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void everyRowEndsAsTheFileSays(String result, String comment, byte[] body) {
    for (String names : new String[] {"exact", "any-case"}) {
      Exchange exchange = read(names + "-value", body);

      switch (result) {
        case "valid" -> assertThat(exchange.getException()).isNull();
        case "invalid" -> assertThat(isUnreadable(exchange)).as("unreadable").isTrue();
        default ->
            assertThat(exchange.getException())
                .satisfiesAnyOf(
                    failure -> assertThat(failure).isNull(),
                    failure -> assertThat(failure).isInstanceOf(JacksonException.class));
      }
    }
  }

  /** Either an exception leads to quarantine, or there is nothing where JSON was expected. */
  private static boolean isUnreadable(Exchange exchange) {
    Exception failure = exchange.getException();
    return failure instanceof JacksonException
        || failure instanceof UnreadableException
        || failure == null && exchange.getMessage().getBody(JsonNode.class) == null
        || failure == null && exchange.getMessage().getBody(JsonNode.class).isMissingNode();
  }

  static Stream<Arguments> rows() throws IOException {
    return Files.readAllLines(ROWS).stream()
        .map(line -> line.split("\t", 3))
        .map(row -> arguments(row[0], row[1], bytes(row[2])));
  }

  private static byte[] bytes(String body) {
    return body.startsWith("hex:")
        ? HexFormat.of().parseHex(body.substring(4))
        : body.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "63, true", "64, true", "65, false", "100000, false"})
  void nestingMayBe64Deep(int depth, boolean readable) {
    String objects = "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    String arrays = "[".repeat(depth) + "]".repeat(depth);

    assertThat(read("exact", objects).getException() == null).isEqualTo(readable);
    assertThat(read("any-case", objects).getException() == null).isEqualTo(readable);
    assertThat(read("exact-value", arrays).getException() == null).isEqualTo(readable);
  }

  @ParameterizedTest
  @CsvSource({"256, true", "257, false", "1000000, false"})
  void numbersMayBe256DigitsLong(int digits, boolean readable) {
    String number = "{\"a\":" + "7".repeat(digits) + "}";

    assertThat(read("exact", number).getException() == null).isEqualTo(readable);
  }

  @ParameterizedTest
  @CsvSource({"1024, true", "1025, false", "1000000, false"})
  void namesMayBe1024CharactersLong(int length, boolean readable) {
    String object = "{\"" + "n".repeat(length) + "\":1}";

    assertThat(read("exact", object).getException() == null).isEqualTo(readable);
  }

  @Test
  void ofADuplicateKeyTheLastOneCounts() {
    assertThat(object("exact", "{\"a\":1,\"a\":2}").get("a").asInt()).isEqualTo(2);
    assertThat(object("any-case", "{\"A\":1,\"a\":2}").get("A").asInt()).isEqualTo(2);
  }

  @Test
  void namesAreFoundInAnyCaseWhereTheRouteSaysSoAndOnlyThere() {
    String event = "{\"Id\":\"1\",\"payLoad\":{\"ID\":\"2\"}}";

    assertThat(object("any-case", event).get("id").asText()).isEqualTo("1");
    assertThat(object("any-case", event).get("Payload").get("Id").asText()).isEqualTo("2");
    assertThat(object("exact", event).get("id")).isNull();
    assertThat(object("exact", event).get("Id").asText()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "[{\"a\":1}]", " [ {\"a\":1} ] ", "\uFEFF{\"a\":1}"})
  void anEventIsAnObjectOrOneAloneInAnArray(String body) {
    assertThat(object("exact", body).get("a").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1]", "[{},{}]", "[[{}]]", "1", "\"{}\"", "true", "null"})
  void anythingElseIsNoEvent(String body) {
    Exchange exchange = read("exact", body);

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.reason()).isEqualTo("not-an-object"));
  }

  @Test
  void bytesThatAreNoUtf8AreUnreadable() {
    Exchange exchange = read("exact", HexFormat.of().parseHex("7b2261223a22e4227d"));

    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.reason()).isEqualTo("not-utf-8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\" : 1.0, \"a\":2}", "\uFEFF{\"a\":1}", "[ {} ]\n", "{"})
  void theVendorsTextIsKeptAsItIs(String body) {
    assertThat(Webhook.of(read("exact", body)).text())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(body);
  }

  @Test
  void whatADecryptingStepHasOpenedIsReadInsteadOfTheBody() {
    Exchange exchange =
        CAMEL
            .createProducerTemplate()
            .send(
                "direct:exact",
                made -> {
                  FakeWebhook.withBody("{\"data\":\"sealed\"}").in(made);
                  made.getMessage().setBody("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
                });

    assertThat(Webhook.of(exchange).text()).asString().isEqualTo("{\"a\":1}");
    assertThat(exchange.getMessage().getBody(JsonNode.class).get("a").asInt()).isEqualTo(1);
  }

  @Test
  void theTextOfAnExceptionRepeatsNothingOfTheEvent() {
    Exchange exchange = read("exact", "{\"ssn\":\"19900101-1234\" oops}");

    assertThat(exchange.getException()).isInstanceOf(JacksonException.class);
    assertThat(exchange.getException().getMessage()).doesNotContain("19900101");
  }

  private static JsonNode object(String names, String body) {
    return read(names, body).getMessage().getBody(JsonNode.class);
  }

  private static Exchange read(String route, String body) {
    return read(route, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Exchange read(String route, byte[] body) {
    return CAMEL
        .createProducerTemplate()
        .send("direct:" + route, made -> FakeWebhook.withBody(body).in(made));
  }
}
