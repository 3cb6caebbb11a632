package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The responses that vendors get, beyond what single requests in files can show. */
class HttpContractTest {

  private static final int ONE_MB = 1024 * 1024;

  private final Gateway gateway = Gateway.shared();

  private static Request argos() {
    return Request.post("/webhooks/argos?key=local-argos-key");
  }

  private static Request decision() {
    return Request.post("/webhooks/kompar/decisions")
        .header("Authorization", "token local-kompar-token");
  }

  @Test
  void everyRefusalOfOneKindLooksTheSame() {
    Stream<Request> unauthorized =
        Stream.of(
            Request.post("/webhooks/kompar/applications").body("{}"),
            Request.post("/webhooks/kompar/applications").header("Authorization", "token").body(""),
            Request.post("/webhooks/kompar/applications")
                .header("Authorization", "token wrong")
                .body("{}"),
            Request.post("/webhooks/kompar/applications")
                .header("Authorization", "Bearer local-kompar-token")
                .body("{}"),
            Request.post("/webhooks/kompar/applications")
                .header("Authorization", "token local-kompar-token")
                .header("Authorization", "token local-kompar-token")
                .body("not even JSON"));

    List<Answer> answers =
        unauthorized.map(gateway::send).map(HttpContractTest::withoutDate).distinct().toList();

    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).status()).isEqualTo(401);
    assertThat(answers.get(0).headers())
        .containsEntry("content-type", "application/problem+json")
        .containsKey("www-authenticate");
  }

  private static Answer withoutDate(Answer answer) {
    answer.headers().remove("date");
    return answer;
  }

  @Test
  void checksComeInTheOrderPathMethodSourceSizeCredentialsContent() {
    String hugeLength = Integer.toString(ONE_MB + 1);
    Request allWrong =
        new Request(
            "PUT /webhooks/ondato HTTP/1.1",
            List.of("Content-Type: text/plain", "Content-Length: " + hugeLength),
            new byte[0]);
    Request rightMethod =
        new Request("POST /webhooks/ondato HTTP/1.1", allWrong.headers(), new byte[0]);
    Request rightSource = rightMethod.header("X-Forwarded-For", "20.31.227.231");
    Request rightSize = rightSource.withoutHeader("Content-Length");
    Request rightCredentials =
        rightSize.header("Authorization", "Basic b25kYXRvOmxvY2FsLW9uZGF0by1wYXNzd29yZA==");

    assertThat(
            Stream.of(allWrong, rightMethod, rightSource, rightSize, rightCredentials)
                .map(gateway::send)
                .map(Answer::status))
        .containsExactly(405, 403, 413, 401, 415);
  }

  @Test
  void aBodyOfOneMegabyteIsTakenAndOneByteMoreIsNot() {
    String start = "{\"webhook_trigger\":\"x\",\"submission_id\":\"large\",\"pad\":\"";
    String fits = start + "a".repeat(ONE_MB - start.length() - 2) + "\"}";

    assertThat(gateway.send(argos().body(fits)).status()).isEqualTo(200);
    assertThat(gateway.send(argos().body(fits + " ")).status()).isEqualTo(413);
  }

  @Test
  void aDecisionMayHaveSixteenMegabytes() {
    String start = "{\"application_id\":\"large\",\"accepted\":true,\"files\":[{\"data\":\"";
    String fits = start + "a".repeat(16 * ONE_MB - start.length() - 4) + "\"}]}";

    Answer answer = gateway.send(decision().body(fits));

    assertThat(answer.status()).isEqualTo(200);
    Bus.Received event = gateway.bus().take("kyc.lending", answer.id()).orElseThrow();
    assertThat(event.text()).isEqualTo(fits);
    assertThat(gateway.send(decision().body(fits + " ")).status()).isEqualTo(413);
  }

  @Test
  void aBodyOfUndeclaredLengthIsCutOffAtTheLimit() throws IOException {
    byte[] chunk = ("10000\r\n" + "a".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = Wire.connect(gateway.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /webhooks/argos?key=local-argos-key HTTP/1.1\r\nHost: h\r\n"
                  + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 17; i++) {
        out.write(chunk);
      }
      out.flush();
      byte[] head = socket.getInputStream().readNBytes(12);

      assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void aHeaderWithControlCharactersIsABrokenRequestWhicheverHeaderItIs() {
    Request decision = decision().body("{\"application_id\":\"control\",\"accepted\":true}");

    assertThat(
            Stream.of(
                    decision.withoutHeader("Authorization").header("Authorization", "token \u0080"),
                    decision.withoutHeader("Content-Type").header("Content-Type", "json\u0080"),
                    decision.header("X-Forwarded-For", "198.51.100.7\u0080"))
                .map(gateway::send)
                .map(Answer::status))
        .containsOnly(400);
  }

  @Test
  void nothingOfARequestComesBackInItsAnswer() {
    Answer answer =
        gateway.send(
            argos()
                .header("X-Canary", "canary")
                .header("CamelHttpResponseCode", "418")
                .body("{\"webhook_trigger\":\"created\",\"submission_id\":\"echo\"}"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().keySet())
        .isSubsetOf("content-type", "content-length", "date", "connection");
  }

  @Test
  void operatorsSeeHealthAndMetricsAndNothingElse() throws Exception {
    Map<String, Integer> expected =
        Map.of(
            "/actuator/health/liveness", 200,
            "/actuator/health/readiness", 200,
            "/actuator/prometheus", 200,
            "/actuator/env", 404,
            "/actuator/heapdump", 404,
            "/webhooks/argos", 404);
    for (Map.Entry<String, Integer> path : expected.entrySet()) {
      assertThat(status(gateway.managementPort(), path.getKey()))
          .as(path.getKey())
          .isEqualTo(path.getValue());
    }
    assertThat(status(gateway.port(), "/actuator/health/readiness")).isEqualTo(404);
  }

  @Test
  void requestsAreCountedByVendorAndAnswer() {
    gateway.send(Kompar.application("{\"application_id\":\"counted\"}"));
    gateway.send(Request.post("/webhooks/kompar/applications").body("{}"));

    await()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains("gatehouse_requests_seconds_count{status=\"200\",vendor=\"kompar\"")
                    .contains("gatehouse_requests_seconds_count{status=\"401\",vendor=\"kompar\"")
                    .doesNotContain("counted"));
  }

  private String metrics() throws IOException {
    URI metrics =
        URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/prometheus");
    try (InputStream answer = metrics.toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void tokensAreGivenOutAtTheVendorsPortOnly() throws Exception {
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:" + gateway.managementPort() + "/oauth2/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                            "grant_type=client_credentials&client_id=ondato"
                                + "&client_secret=local-ondato-client-secret"))
                    .build(),
                HttpResponse.BodyHandlers.discarding());

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  private static int status(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
