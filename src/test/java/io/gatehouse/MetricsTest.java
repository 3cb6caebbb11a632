package io.gatehouse;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/** What monitoring sees of known traffic, and that no sender determines a label value. */
class MetricsTest {

  private static final Path ACME = Path.of("src/test/resources/metrics/acme.camel.yaml");
  private static final WireMockServer CRM = new WireMockServer(wireMockConfig().dynamicPort());

  @TempDir private static Path folder;

  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    CRM.start();
    CRM.stubFor(any(anyUrl()).atPriority(10).willReturn(noContent()));
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    Files.copy(ACME, routes.resolve("vendors/acme.camel.yaml"));
    gateway =
        Gateway.start(
            folder.resolve("data"),
            Map.of(
                "gatehouse.routes.directory", routes.toString(),
                "acme.key", "k",
                "crm.url", CRM.baseUrl() + "/events",
                "kompliant.requests-per-second", "1",
                "gatehouse.bus.probe-interval-millis", "200"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    CRM.stop();
  }

  private static Request argos(String body) {
    return Request.post("/webhooks/argos?key=local-argos-key").body(body);
  }

  private static Request thekyb(String body) {
    return Request.post("/webhooks/thekyb?key=local-thekyb-key").body(body);
  }

  private static String events(String vendor, String type, String outcome) {
    return "gatehouse_events_total " + vendor + " " + type + " " + outcome;
  }

  private static double count(String series) {
    String[] words = series.split(" ");
    return Scrape.of(gateway)
        .value(words[0], "vendor", words[1], "type", words[2], "outcome", words[3]);
  }

  static Stream<Arguments> taken() {
    String decision = "{\"application_id\":\"%s\",\"accepted\":true}".formatted(UUID.randomUUID());
    Request offer =
        Request.post("/webhooks/kompar/decisions")
            .header("Authorization", "token local-kompar-token")
            .body(decision);
    return Stream.of(
        Arguments.of(events("kompar", "kyc.lending.offer-accepted", "accepted"), offer),
        Arguments.of(events("kompar", "kyc.lending.offer-accepted", "duplicate"), offer),
        Arguments.of(
            events("thekyb", "kyc.unclassified.received", "unclassified"),
            thekyb("{\"type\":\"unheard-of\"}")),
        Arguments.of(
            events("argos", "kyc.quarantine.received", "quarantined"), argos("not JSON at all")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("taken")
  void anEventIsCountedByVendorTypeAndWhatBecameOfIt(String series, Request request) {
    double before = count(series);

    assertThat(gateway.send(request).status()).isEqualTo(200);

    assertThat(count(series)).isEqualTo(before + 1);
  }

  static Stream<Arguments> refused() {
    Request ondato = Request.post("/webhooks/ondato").body("{}");
    Request kompliant =
        Request.post("/webhooks/kompliant?partner_id=nobody")
            .header("X-Forwarded-For", "3.230.141.132")
            .body("{}");
    return Stream.of(
        Arguments.of("ondato", "source", ondato.header("X-Forwarded-For", "192.0.2.1")),
        Arguments.of("kompliant", "partner", kompliant),
        Arguments.of("kompliant", "rate", kompliant),
        Arguments.of("argos", "credentials", Request.post("/webhooks/argos?key=x").body("{}")),
        Arguments.of("argos", "size", argos("{}").header("Content-Length", "9999999")),
        Arguments.of("argos", "method", Request.get("/webhooks/argos")),
        Arguments.of(
            "argos",
            "media-type",
            argos("{}").withoutHeader("Content-Type").header("Content-Type", "text/plain")),
        Arguments.of("argos", "malformed", argos("{}").header("X-Forwarded-For", "not, an")),
        Arguments.of("unknown", "path", Request.post("/webhooks/nobody").body("{}")),
        Arguments.of("unknown", "malformed", Request.post("/webhooks//argos").body("{}")),
        Arguments.of(
            "unknown",
            "credentials",
            Request.post("/oauth2/token")
                .withoutHeader("Content-Type")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("grant_type=client_credentials&client_id=x&client_secret=y")));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("refused")
  void aRefusalIsCountedByVendorAndReason(String vendor, String reason, Request request) {
    String[] labels = {"vendor", vendor, "reason", reason};
    double before = Scrape.of(gateway).value("gatehouse_refusals_total", labels);

    // One second's worth of requests may be left: the next request is one too many.
    int requests = reason.equals("rate") ? 3 : 1;
    IntStream.range(0, requests).forEach(i -> gateway.send(request));

    assertThat(Scrape.of(gateway).value("gatehouse_refusals_total", labels)).isGreaterThan(before);
  }

  static Stream<Arguments> answered() {
    Request token =
        Request.post("/oauth2/token")
            .withoutHeader("Content-Type")
            .header("Content-Type", "application/x-www-form-urlencoded");
    String wrong = "grant_type=client_credentials&client_id=x&client_secret=y";
    return Stream.of(
        Arguments.of(
            "argos", 200, argos("{\"webhook_trigger\":\"approved\",\"submission_id\":\"c\"}")),
        Arguments.of("argos", 405, Request.get("/webhooks/argos")),
        Arguments.of("argos", 401, Request.post("/webhooks/argos?key=x").body("{}")),
        Arguments.of("argos", 400, argos("{}").header("X-Forwarded-For", "not, an")),
        Arguments.of("unknown", 404, Request.post("/webhooks/nobody").body("{}")),
        Arguments.of("unknown", 401, token.body(wrong)),
        Arguments.of("unknown", 413, token.body("x".repeat(10_000))),
        // The container itself responds to these.
        Arguments.of("unknown", 400, new Request("GARBAGE", List.of(), new byte[0])),
        Arguments.of("unknown", 431, argos("{}").header("X", "x".repeat(40_000))),
        Arguments.of("unknown", 501, argos("{}").header("Transfer-Encoding", "x")));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("answered")
  void aRequestIsCountedOnceByTheStatusThatItsSenderGot(
      String vendor, int status, Request request) {
    double before = requests(vendor, status);
    double all = requests();

    assertThat(gateway.send(request).status()).isEqualTo(status);

    assertThat(requests(vendor, status)).isEqualTo(before + 1);
    assertThat(requests()).isEqualTo(all + 1);
  }

  @Test
  void aSenderThatIsGoneBeforeItsAnswerIsCountedAsGone() {
    double before = requests("argos", 499);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              gateway.sendAndReset(argos("{\"webhook_trigger\":\"x\",\"submission_id\":\"g\"}"));
              return requests("argos", 499) > before;
            });
  }

  private static double requests(String vendor, int status) {
    return Scrape.of(gateway)
        .value(
            "gatehouse_requests_seconds_count",
            "vendor",
            vendor,
            "status",
            Integer.toString(status));
  }

  /** All of them. */
  private static double requests() {
    return Scrape.of(gateway).series().stream()
        .filter(series -> series.name().equals("gatehouse_requests_seconds_count"))
        .mapToDouble(Scrape.Series::value)
        .sum();
  }

  @Test
  void attemptsAreTimedByOutcomeAndDeliveriesByTheirLag() {
    CRM.stubFor(
        any(anyUrl()).withRequestBody(containing("dead-")).willReturn(aResponse().withStatus(400)));
    CRM.stubFor(
        any(anyUrl())
            .withRequestBody(containing("later-"))
            .inScenario("later")
            .whenScenarioStateIs(STARTED)
            .willReturn(aResponse().withStatus(503))
            .willSetStateTo("up"));

    gateway.send(application("dead-"));
    gateway.send(application("later-"));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              Scrape scrape = Scrape.of(gateway);
              assertThat(attempts(scrape, "dead")).isEqualTo(1);
              assertThat(attempts(scrape, "again")).isEqualTo(1);
              assertThat(failures(scrape, "refused")).isEqualTo(1);
              assertThat(failures(scrape, "failing")).isEqualTo(1);
              // The retried one was delivered at least a second later.
              assertThat(scrape.value("gatehouse_delivery_lag_seconds_max", "receiver", "crm"))
                  .isBetween(0.7, 20.0);
            });
    Scrape scrape = Scrape.of(gateway);
    assertThat(scrape.value("gatehouse_delivery_lag_seconds_count", "receiver", "crm"))
        .isEqualTo(attempts(scrape, "delivered"));
    assertThat(
            scrape.value(
                "gatehouse_delivery_lag_seconds_bucket", "receiver", "crm", "le", "3600.0"))
        .isEqualTo(attempts(scrape, "delivered"));
  }

  private static Request application(String id) {
    return Kompar.application("{\"application_id\":\"%s\"}".formatted(id + UUID.randomUUID()));
  }

  private static double failures(Scrape scrape, String kind) {
    return scrape.value("gatehouse_delivery_failures_total", "receiver", "crm", "kind", kind);
  }

  private static double attempts(Scrape scrape, String outcome) {
    return scrape.value("gatehouse_delivery_seconds_count", "receiver", "crm", "outcome", outcome);
  }

  @Test
  void aQueueReportsItsDepthAndTheAgeOfItsOldestMessage() {
    double before = messages("kyc.quarantine");

    gateway.send(argos("not JSON, " + UUID.randomUUID()));

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(messages("kyc.quarantine")).isEqualTo(before + 1));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        Scrape.of(gateway)
                            .value("gatehouse_queue_oldest_seconds", "queue", "kyc.quarantine"))
                    .isBetween(0.001, 120.0));
    assertThat(Scrape.of(gateway).value("gatehouse_bus_writable")).isEqualTo(1);
  }

  @Test
  void eachSenderReportsItsStandstills() {
    assertThat(Scrape.of(gateway).series())
        .extracting(series -> series.name() + " " + series.labels().get("sender"))
        .contains(
            "gatehouse_bus_sender_stalled_seconds 0",
            "gatehouse_bus_sender_stalls_total 0",
            "gatehouse_bus_sender_stalled_seconds 3",
            "gatehouse_bus_sender_stalls_total 3");
  }

  private static double messages(String queue) {
    return Scrape.of(gateway).value("gatehouse_queue_messages", "queue", queue);
  }

  @Test
  void noSenderChoosesAWordOfAMetric() throws IOException {
    for (String word :
        List.of("approved", "x1", "x2", "a\"} 1\\nb", "kyc.identity", "approved.b")) {
      String json = "{\"id\":\"%s\",\"word\":\"%s\"}".formatted(UUID.randomUUID(), word);
      gateway.send(Request.post("/webhooks/acme?key=k").body(json.replace("a\"}", "a\\\"}")));
    }
    gateway.send(argos("{\"webhook_trigger\":\"kyc.forged.type\",\"submission_id\":\"forged\"}"));
    gateway.send(Request.post("/webhooks/forged-vendor?vendor=forged").body("{}"));
    gateway.send(new Request("FORGED /webhooks/argos HTTP/1.1", List.of(), new byte[0]));
    gateway.send(argos("{}").header("vendor", "forged").header("cloudEvents_type", "kyc.forged.b"));

    Map<String, Set<String>> words = words();
    assertThat(Scrape.of(gateway).series())
        .filteredOn(series -> series.name().startsWith("gatehouse_"))
        .isNotEmpty()
        .allSatisfy(
            series ->
                series
                    .labels()
                    .forEach(
                        (label, value) ->
                            assertThat(words.get(label)).as("%s", series).contains(value)));
    assertThat(count(events("acme", "kyc.identity.approved", "accepted"))).isEqualTo(1);
    assertThat(count(events("acme", "unknown", "accepted"))).isGreaterThanOrEqualTo(4);
    assertThat(gateway.operate(Request.get("/actuator/prometheus")).body())
        .doesNotContainIgnoringCase("forged");
  }

  /** By label, the words of the route files and the bus file, and the gateway's own fixed words. */
  private static Map<String, Set<String>> words() throws IOException {
    Path routes = folder.resolve("routes");
    Set<String> vendors = new HashSet<>(Set.of("unknown"));
    Set<String> ids = new HashSet<>();
    Set<String> types =
        new HashSet<>(Set.of("unknown", "kyc.unclassified.received", "kyc.quarantine.received"));
    try (Stream<Path> files = Files.list(routes.resolve("vendors"))) {
      for (Path file : files.toList()) {
        vendors.add(file.getFileName().toString().replace(".camel.yaml", ""));
        String text = Files.readString(file);
        types.addAll(found("kyc\\.[a-z]+\\.[a-z-]+", text));
        ids.addAll(found("(?<=    id: )[a-z-]+", text));
      }
    }
    return Map.ofEntries(
        Map.entry("vendor", vendors),
        Map.entry("route", ids),
        Map.entry("type", types),
        Map.entry(
            "kind",
            Set.of(
                "refused",
                "failing",
                "disk-full",
                "disk-slow",
                "memory-full",
                "stopped",
                "no-queue",
                "other")),
        Map.entry("sender", Set.of("0", "1", "2", "3")),
        Map.entry(
            "outcome",
            Set.of(
                "accepted",
                "duplicate",
                "differs",
                "quarantined",
                "unclassified",
                "delivered",
                "again",
                "dead",
                "skipped")),
        Map.entry(
            "reason",
            Set.of(
                "source",
                "partner",
                "credentials",
                "size",
                "method",
                "media-type",
                "path",
                "rate",
                "slow",
                "head-size",
                "malformed",
                "unavailable")),
        Map.entry(
            "status",
            IntStream.range(200, 600).mapToObj(String::valueOf).collect(Collectors.toSet())),
        Map.entry("receiver", Set.of("crm", "kyc-core")),
        Map.entry(
            "queue",
            found("(kyc|deliver)\\.[a-z-]+", Files.readString(routes.resolve("bus.properties")))),
        Map.entry("le", Set.of("1.0", "10.0", "60.0", "600.0", "3600.0", "28800.0", "+Inf")));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toSet());
  }
}
