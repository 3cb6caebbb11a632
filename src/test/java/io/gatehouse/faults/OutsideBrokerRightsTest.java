package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Scrape;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An external broker with TLS, whose users have the permissions that they need and no others. */
@ExtendWith(OutputCaptureExtension.class)
class OutsideBrokerRightsTest {

  private static final String CONSUMER = "identity-consumer";
  private static final String CONSUMER_PASSWORD = "identity";

  @TempDir static Path folder;

  private static Certificate certificate;
  private static OutsideBroker broker;

  @BeforeAll
  static void start() throws IOException {
    certificate = Certificate.of("localhost", folder.resolve("tls"));
    broker =
        new OutsideBroker.Plan(folder.resolve("broker"))
            .withTlsOnly()
            .set(
                "acceptorConfigurations.\"tls\".params.keyStorePath",
                certificate.broker().toString())
            .start();
  }

  @AfterAll
  static void end() {
    broker.close();
  }

  private static String url(String host, Certificate trusted) {
    return "tcp://%s:%d?%s".formatted(host, broker.port(), trusted.inUrl());
  }

  private interface Work {
    void with(Session session) throws JMSException;
  }

  private static void as(String user, String password, Work work) throws JMSException {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory(url("localhost", certificate), user, password);
        Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      connection.start();
      work.with(session);
    }
  }

  private static void attempt(Session session, String what, String queue) throws JMSException {
    Queue destination = session.createQueue(queue);
    switch (what) {
      case "consume" -> session.createConsumer(destination).close();
      case "browse" -> session.createBrowser(destination).getEnumeration();
      case "send" -> session.createProducer(destination).send(session.createTextMessage(""));
      default -> throw new AssertionError(what);
    }
  }

  @ParameterizedTest
  @CsvSource({"consume, kyc.identity", "browse, kyc.identity"})
  void aConsumerMayReadItsOwnQueue(String what, String queue) {
    assertThatCode(() -> as(CONSUMER, CONSUMER_PASSWORD, session -> attempt(session, what, queue)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "consume, kyc.business",
    "browse, kyc.business",
    "consume, kyc.identity::kyc.business",
    "consume, kyc.quarantine",
    "browse, kyc.dead-letter",
    "consume, deliver.crm",
    "browse, gatehouse.notes",
    "send, kyc.identity",
    "send, kyc.dead-letter",
    "send, deliver.crm",
    "send, gatehouse.notes",
    "send, activemq.management",
  })
  void aConsumerMayDoNothingElse(String what, String queue) {
    assertThatThrownBy(
            () -> as(CONSUMER, CONSUMER_PASSWORD, session -> attempt(session, what, queue)))
        .isInstanceOf(JMSException.class)
        .isNotInstanceOf(jakarta.jms.IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "consume, kyc.identity",
    "browse, kyc.identity",
    "consume, kyc.unclassified",
    "browse, deliver.crm",
    "consume, gatehouse.notes",
    "send, activemq.management",
  })
  void theGatewayCannotReadEventsAndManagesNothing(String what, String queue) {
    assertThatThrownBy(
            () ->
                as(
                    OutsideBroker.GATEWAY,
                    OutsideBroker.GATEWAY_PASSWORD,
                    session -> attempt(session, what, queue)))
        .isInstanceOf(JMSSecurityException.class);
  }

  @Test
  void nobodyMakesAQueue() {
    assertThatThrownBy(
            () -> as(CONSUMER, CONSUMER_PASSWORD, session -> session.createTemporaryQueue()))
        .isInstanceOf(JMSSecurityException.class);
  }

  @Test
  void theRightsOfTheGatewayAreEnoughForAllThatItDoes() throws IOException {
    AtomicInteger answer = new AtomicInteger(400);
    AtomicInteger taken = new AtomicInteger();
    HttpServer crm =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    crm.createContext(
        "/",
        call -> {
          try (call) {
            call.sendResponseHeaders(answer.get(), -1);
            taken.incrementAndGet();
          }
        });
    crm.start();
    try (OutsideGateway outside =
        gateway(
            certificate,
            Map.of("crm.url", "http://127.0.0.1:" + crm.getAddress().getPort() + "/events"))) {
      outside.awaitReadiness(200);
      Gateway gateway = outside.gateway();

      Answer accepted = gateway.send(Kompar.application("{\"application_id\":\"rights-1\"}"));
      assertThat(accepted.status()).as("sending, and writing log entries").isEqualTo(200);
      await("measuring what it may neither read nor browse")
          .until(() -> waiting(gateway, "kyc.lending") == 1);
      assertThat(waiting(gateway, "deliver.crm")).isNotNaN();
      await().until(() -> total(gateway, "deadletters") == 1);

      answer.set(503);
      assertThat(retryAll(gateway, "deadletters").json().path("retried").asInt()).isEqualTo(1);
      await("delivering").until(() -> taken.get() >= 2);
      answer.set(204);
      await("delivering later").until(() -> taken.get() >= 3);

      Answer kept =
          gateway.send(
              Kompar.application(
                  "{\"application_id\":\"rights-2\"}", "another-key-of-exactly-32-charac"));
      assertThat(kept.json().path("status").asText()).isEqualTo("quarantined");
      Answer replayed = retryAll(gateway, "quarantine");
      assertThat(replayed.json().path("why").path("undecryptable").asInt()).isEqualTo(1);
      String handle =
          gateway
              .operate(Request.get("/actuator/quarantine"))
              .json()
              .at("/messages/0/message")
              .asText();
      Answer discarded =
          gateway.operate(Request.delete("/actuator/quarantine/" + handle + "?reason=test"));
      assertThat(discarded.status()).isEqualTo(200);
    } finally {
      crm.stop(0);
    }
  }

  private static double waiting(Gateway gateway, String queue) {
    return Scrape.of(gateway).series().stream()
        .filter(series -> series.name().equals("gatehouse_queue_messages"))
        .filter(series -> series.labels().containsValue(queue))
        .mapToDouble(Scrape.Series::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static long total(Gateway gateway, String held) {
    return gateway.operate(Request.get("/actuator/" + held)).json().path("total").asLong();
  }

  private static Answer retryAll(Gateway gateway, String held) {
    return gateway.operate(Request.post("/actuator/" + held).body("{\"all\":true}"));
  }

  @Test
  void aWrongPasswordKeepsTheGatewayFromReadinessAndTheLogSaysWhy(CapturedOutput output)
      throws IOException {
    String wrong = "a-wrong-password";
    try (OutsideGateway outside = gateway(certificate, Map.of("spring.artemis.password", wrong))) {
      outside.awaitReadiness(503);
      Gateway gateway = outside.gateway();
      assertThat(gateway.send(Kompar.application("{\"application_id\":\"rights-3\"}")).status())
          .isEqualTo(503);
      assertThat(output)
          .contains("refuses spring.artemis.user with spring.artemis.password")
          .doesNotContain(wrong);
    }
  }

  @Test
  void aBrokerWhoseCertificateIsNotTrustedGetsNothing(CapturedOutput output) throws IOException {
    Certificate strange = Certificate.of("localhost", folder.resolve("strange"));
    try (OutsideGateway outside = gateway(strange, Map.of())) {
      outside.awaitReadiness(503);
      Gateway gateway = outside.gateway();
      assertThat(gateway.send(Kompar.application("{\"application_id\":\"rights-4\"}")).status())
          .isEqualTo(503);
      assertThat(output).contains("its certificate is not trusted");
    }
  }

  @Test
  void aBrokerUnderAnotherNameThanItsCertificateIsRefused() {
    assertThatThrownBy(
            () -> {
              try (ActiveMQConnectionFactory factory =
                  new ActiveMQConnectionFactory(
                      url("127.0.0.1", certificate), CONSUMER, CONSUMER_PASSWORD)) {
                factory.createConnection().close();
              }
            })
        .isInstanceOf(JMSException.class)
        .hasRootCauseMessage(
            "AMQ219007: Cannot connect to server(s). Tried with all available servers.");
  }

  private static OutsideGateway gateway(Certificate trusted, Map<String, String> settings)
      throws IOException {
    return OutsideGateway.start(
        folder.resolve("gateway-" + UUID.randomUUID()), url("localhost", trusted), settings);
  }
}
