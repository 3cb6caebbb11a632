package io.gatehouse;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.FreePorts;
import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of the packaged gateway: a JSON object for each line, by which an event is found. */
class LogsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WireMockServer CRM = new WireMockServer(wireMockConfig().dynamicPort());

  @TempDir private static Path folder;

  private static GatewayProcess gateway;
  private static int port;
  private static int brokerPort;

  @BeforeAll
  static void start() throws IOException {
    CRM.start();
    CRM.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(400)));
    port = FreePorts.one();
    Map<String, String> settings = new HashMap<>();
    settings.put("server.port", Integer.toString(port));
    settings.put("management.server.port", "0");
    settings.put("gatehouse.broker.data-directory", folder.toString());
    // So no route creates the quarantine's kamelet: it has to exist by itself.
    for (String vendor : List.of("kompliant", "ondato", "kompar", "thekyb")) {
      settings.put(vendor + ".enabled", "false");
    }
    settings.put("argos.key", "k");
    settings.put("crm.url", CRM.baseUrl() + "/events");
    settings.put("crm.token", "a-token");
    settings.put("logging.level.io.gatehouse.intake", "debug");
    brokerPort = FreePorts.one();
    settings.put("gatehouse.broker.acceptor", "127.0.0.1:" + brokerPort);
    settings.put("gatehouse.broker.user", "bus");
    settings.put("gatehouse.broker.password", "bus");
    gateway = GatewayProcess.start("", settings);
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> gateway.output().contains("The bus takes writes"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    CRM.stop();
  }

  private static Answer send(String body) {
    return Wire.exchange(port, Request.post("/webhooks/argos?key=k").body(body));
  }

  /** The lines about an event with this message, awaited. */
  private static JsonNode line(String eventId, String words) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                gateway
                    .output()
                    .lines()
                    .map(LogsTest::json)
                    .filter(line -> line.at("/event/id").asText().equals(eventId))
                    .filter(line -> line.path("message").asText().contains(words))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("This line is no JSON: " + line, e);
    }
  }

  @Test
  void whatBecomesOfAnEventIsFoundByItsIdAndItsTrace() {
    String id = send("{\"webhook_trigger\":\"approved\",\"submission_id\":\"sb_1\"}").id();

    JsonNode accepted = line(id, "accepted: kyc.identity.approved of argos");
    JsonNode dead = line(id, "it is a dead letter now");
    assertThat(accepted.at("/log/level").asText()).isEqualTo("DEBUG");
    assertThat(dead.at("/log/level").asText()).isEqualTo("WARN");
    assertThat(dead.at("/trace/id").asText())
        .matches("[0-9a-f]{32}")
        .isEqualTo(accepted.at("/trace/id").asText());
  }

  @Test
  void aQuarantinedRequestIsFoundByTheIdThatItsSenderWasTold() {
    String id = send("not JSON").id();

    assertThat(line(id, "Quarantined a request of argos: malformed").at("/trace/id").asText())
        .matches("[0-9a-f]{32}");
  }

  @Test
  void aVendorsWordsCannotWriteALineOfTheirOwn() {
    send("{\"webhook_trigger\":\"approved\\n{}\",\"submission_id\":\"sb\\n{\\\"message\\\":1}\"}");

    assertThat(gateway.output().lines())
        .allSatisfy(line -> assertThat(json(line).at("/ecs/version").asText()).isNotEmpty());
  }

  @Test
  void whatStrangersSendToTheBrokersPortIsOneSentenceAndNoTrace() throws Exception {
    Socket silent = new Socket("127.0.0.1", brokerPort);
    try (Socket reset = new Socket("127.0.0.1", brokerPort)) {
      reset.getOutputStream().write("ARTEMIS".getBytes(US_ASCII));
      reset.setSoLinger(true, 0);
    }
    byte[] noise = new byte[2000];
    new Random(1).nextBytes(noise);
    for (byte[] bytes :
        List.of(
            "GET /canary HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII),
            // TLS's first record.
            new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 0},
            new byte[] {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'},
            "AMQP\0\1\0\0canarycanary".getBytes(US_ASCII),
            "AMQP\3\1\0\0canarycanary".getBytes(US_ASCII),
            // A frame of two gigabytes.
            "AMQP\3\1\0\0\177\177\177\177\2\1\0\0canary".getBytes(US_ASCII),
            // A packet of no kind, and one that only another broker would send.
            "ARTEMIS\0\0\0\17\177\0\0\0\0\0\0\0\1canary".getBytes(US_ASCII),
            "ARTEMIS\0\0\0\11\13\0\0\0\0\0\0\0\1".getBytes(US_ASCII),
            noise)) {
      try (Socket stranger = new Socket("127.0.0.1", brokerPort)) {
        stranger.getOutputStream().write(bytes);
        stranger.setSoTimeout(300);
        readToTheEnd(stranger);
      }
    }
    for (String url : List.of("tcp", "amqp")) {
      refused(url, "wrong", session -> session.createConsumer(session.createQueue("kyc.identity")));
      refused(url, "bus", session -> session.createConsumer(session.createQueue("no-queue")));
      refused(
          url, "bus", session -> session.createConsumer(session.createQueue("gatehouse.notes")));
      refused(
          url,
          "bus",
          session ->
              session
                  .createProducer(session.createQueue("kyc.identity"))
                  .send(session.createTextMessage("canary")));
      refused(
          url,
          "bus",
          session -> session.createConsumer(session.createQueue("kyc.identity"), "a = = canary"));
    }

    try (silent) {
      // Until the broker closes the connection.
      readToTheEnd(silent);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateway.output().contains("The broker has refused clients"));
    assertThat(gateway.output())
        .doesNotContain("stack_trace", "\tat ", "canary", "AMQ2")
        .containsOnlyOnce("The broker has refused clients");
  }

  private static void readToTheEnd(Socket stranger) {
    try {
      stranger.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The broker sends nothing, or closes the connection: both are fine.
    }
  }

  private interface Work {
    void with(Session session) throws JMSException;
  }

  private static void refused(String protocol, String password, Work work) {
    ConnectionFactory factory =
        protocol.equals("amqp")
            ? new JmsConnectionFactory("bus", password, "amqp://127.0.0.1:" + brokerPort)
            : new ActiveMQConnectionFactory("tcp://127.0.0.1:" + brokerPort, "bus", password);
    assertThatThrownBy(
            () -> {
              try (Connection connection = factory.createConnection()) {
                connection.start();
                work.with(connection.createSession());
              }
            })
        .isInstanceOf(JMSException.class);
  }
}
