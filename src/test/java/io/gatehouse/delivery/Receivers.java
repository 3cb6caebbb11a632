package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.util.FileSystemUtils;

/** A gateway, and a CRM and a KYC system whose responses a test defines. */
final class Receivers implements AutoCloseable {

  static final String TOKEN = "a-token-of-the-crm";
  static final String SIGNATURE_SECRET = "whsec_dGhlLWNybS1jaGVja3Mtd2hvLWNhbGxzLWl0LTAx";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final WireMockServer crm = server();
  private final WireMockServer kycCore = server();
  private final Map<String, String> settings = new HashMap<>();
  private final Path folder;
  private Gateway gateway;

  private Receivers(Path folder) {
    this.folder = folder;
    settings.put("crm.url", crm.baseUrl() + "/events");
    settings.put("crm.token", TOKEN);
    settings.put("crm.signature-secret", SIGNATURE_SECRET);
    settings.put("kyc-core.url", kycCore.baseUrl() + "/events");
    settings.put("camel.component.http.response-timeout", "2000");
    settings.put("camel.component.http.so-timeout", "2000");
    // Most tests are about one event: another one's failures must not pause it.
    settings.put("gatehouse.delivery.pause-after", "100");
  }

  private static WireMockServer server() {
    WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    server.stubFor(any(anyUrl()).atPriority(10).willReturn(noContent()));
    return server;
  }

  /** Receivers that answer 204, and a gateway with quick retries. */
  static Receivers with(Path folder) {
    return new Receivers(folder).taking("attempts: 4, firstDelay: PT0.3S, longestDelay: PT2S");
  }

  /** Parameters of {@code take-from-queue} in a copy of the route files. */
  Receivers taking(String parameters) {
    try {
      Path routes = folder.resolve("routes");
      FileSystemUtils.deleteRecursively(routes);
      FileSystemUtils.copyRecursively(Path.of("routes"), routes);
      for (String name : List.of("crm", "kyc-core")) {
        Path file = routes.resolve("downstream/" + name + ".camel.yaml");
        String plain = "{queue: deliver." + name + "}";
        String text = Files.readString(file);
        if (!text.contains(plain)) {
          throw new AssertionError(file + " has changed, and this test with it");
        }
        Files.writeString(
            file, text.replace(plain, "{queue: deliver." + name + ", " + parameters + "}"));
      }
      return set("gatehouse.routes.directory", routes.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Receivers set(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  Receivers start() {
    gateway = Gateway.start(folder.resolve("data"), settings);
    return this;
  }

  /** Restarts the gateway with its data. */
  void restart() {
    gateway.stop();
    start();
  }

  Gateway gateway() {
    return gateway;
  }

  WireMockServer crm() {
    return crm;
  }

  WireMockServer kycCore() {
    return kycCore;
  }

  /** Makes the CRM respond like this to an event's first attempts, and accept it then. */
  void atFirst(String id, ResponseDefinitionBuilder... answers) {
    String state = Scenario.STARTED;
    for (int i = 0; i < answers.length; i++) {
      crm.stubFor(
          any(anyUrl())
              .withHeader("Idempotency-Key", equalTo(id))
              .inScenario(id)
              .whenScenarioStateIs(state)
              .willReturn(answers[i])
              .willSetStateTo("after " + i));
      state = "after " + i;
    }
  }

  /** Makes the CRM respond like this to every attempt of an event. */
  void always(String id, ResponseDefinitionBuilder answer) {
    crm.stubFor(any(anyUrl()).withHeader("Idempotency-Key", equalTo(id)).willReturn(answer));
  }

  /** The CRM's requests of one event, in the order of arrival. */
  List<LoggedRequest> requestsOf(String id) {
    return crm.findAll(anyRequestedFor(anyUrl()).withHeader("Idempotency-Key", equalTo(id)));
  }

  /** The ids of all events that were sent to the CRM, in the order of arrival. */
  List<String> arrivals() {
    return crm.findAll(anyRequestedFor(anyUrl())).stream()
        .sorted(java.util.Comparator.comparing(LoggedRequest::getLoggedDate))
        .map(request -> request.getHeader("Idempotency-Key"))
        .toList();
  }

  /** An id that no other test has. */
  static String id(String name) {
    return name + "-" + UUID.randomUUID();
  }

  /** Sends an approval or rejection of an identity from Ondato. */
  void ondato(String id, String type, String subject, String time) {
    send(
        """
        {"Id":"%s","Type":"%s","CreatedUtc":%s,"ApplicationId":"a-1","Payload":{"id":"%s"}}"""
            .formatted(id, type, time == null ? "null" : "\"" + time + "\"", subject));
  }

  private void send(String event) {
    int status =
        gateway
            .send(
                Request.post("/webhooks/ondato")
                    .header("X-Forwarded-For", "20.31.227.231")
                    .header("Authorization", "Basic b25kYXRvOmxvY2FsLW9uZGF0by1wYXNzd29yZA==")
                    .body(event))
            .status();
    if (status != 200) {
      throw new AssertionError("The gateway answered " + status);
    }
  }

  /** An approved identity, of which only the delivery matters. */
  void approved(String id, String subject) {
    ondato(id, "KycIdentification.Approved", subject, null);
  }

  static JsonNode json(LoggedRequest request) {
    try {
      return JSON.readTree(request.getBody());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
  }

  /** For what must not happen: nothing changes in this time. */
  static ConditionFactory forAWhile() {
    return Awaitility.await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
    crm.stop();
    kycCore.stop();
  }
}
