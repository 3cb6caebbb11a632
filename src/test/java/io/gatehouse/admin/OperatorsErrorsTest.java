package io.gatehouse.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error of the operators' port is problem details, whichever part rejects the request. */
class OperatorsErrorsTest {

  private static final Request HEALTH = Request.get("/actuator/health");
  private static final Request DEAD_LETTERS = Request.get("/actuator/deadletters");

  static Stream<Arguments> errors() {
    Request post = Request.post("/actuator/deadletters");
    Request text = post.withoutHeader("Content-Type").header("Content-Type", "text/plain");
    return Stream.of(
        Arguments.of(404, Request.get("/")),
        Arguments.of(404, Request.get("/nope").header("Accept", "text/html")),
        Arguments.of(404, Request.get("/error")),
        Arguments.of(404, Request.get("/actuator/nope")),
        Arguments.of(404, Request.get("/actuator/health/nope")),
        Arguments.of(404, Request.get("/actuator/deadletters/nope")),
        Arguments.of(405, Request.post("/actuator/health").body("{}")),
        Arguments.of(405, line("PUT /actuator/deadletters HTTP/1.1")),
        Arguments.of(405, line("TRACE /actuator/health HTTP/1.1")),
        Arguments.of(405, line("FOO /actuator/health HTTP/1.1")),
        Arguments.of(406, Request.get("/actuator").header("Accept", "text/html")),
        Arguments.of(406, DEAD_LETTERS.header("Accept", "text/html")),
        Arguments.of(406, DEAD_LETTERS.header("Accept", "application/xml")),
        Arguments.of(406, Request.get("/actuator/prometheus").header("Accept", "image/png")),
        Arguments.of(406, HEALTH.header("Accept", "nonsense")),
        Arguments.of(415, text.body("x")),
        Arguments.of(400, post.body("{")),
        Arguments.of(400, post.body("[1]")),
        Arguments.of(400, Request.get("/actuator/deadletters?page=x")),
        Arguments.of(400, Request.get("/actuator/deadletters?nope=1")),
        Arguments.of(400, Request.get("/actuator//deadletters")),
        Arguments.of(400, Request.get("/actuator/%2e%2e/x")),
        Arguments.of(400, line("GARBAGE")),
        Arguments.of(400, line("GET /actuator/{ HTTP/1.1")),
        Arguments.of(400, HEALTH.header("Host", "a b")),
        Arguments.of(400, HEALTH.header("Bad header", "x")),
        Arguments.of(400, HEALTH.header("Content-Length", "x")),
        Arguments.of(400, HEALTH.header("X", "x".repeat(40_000))),
        Arguments.of(403, DEAD_LETTERS.header("Origin", "http://evil.example")),
        Arguments.of(403, DEAD_LETTERS.header("Via", "1.1 proxy")),
        Arguments.of(
            403,
            line("OPTIONS /actuator/health HTTP/1.1")
                .header("Origin", "http://evil.example")
                .header("Access-Control-Request-Method", "GET")),
        Arguments.of(501, post.header("Transfer-Encoding", "nonsense").body("x")),
        Arguments.of(505, line("GET /actuator/health HTTP/3.7")));
  }

  private static Request line(String line) {
    return new Request(line, List.of(), new byte[0]);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("errors")
  void anErrorIsProblemDetails(int status, Request request) {
    Answer answer = Wire.exchange(Gateway.shared().managementPort(), request);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asText()).isNotEmpty();
    assertThat(answer.body()).doesNotContain("Tomcat", "<", "Exception");
  }

  /** A client that keeps its connection would lose its next request. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("errors")
  void anErrorSaysSoWhereItEndsTheConnection(int status, Request request) throws IOException {
    try (Socket socket = Wire.connect(Gateway.shared().managementPort())) {
      socket.getOutputStream().write(request.header("Connection", "keep-alive").bytes());
      Answer error = Wire.next(socket.getInputStream());

      assertThat(error.status()).isEqualTo(status);
      // Nothing more is expected on a connection of an unknown version.
      if (status == 505 || "close".equals(error.headers().get("connection"))) {
        return;
      }
      socket.getOutputStream().write(Request.get("/nope").bytes());
      assertThat(Wire.next(socket.getInputStream()).status()).isEqualTo(404);
    }
  }

  @Test
  void whatIsNoErrorStaysAsItIs() {
    Answer options =
        Wire.exchange(Gateway.shared().managementPort(), line("OPTIONS /actuator/health HTTP/1.1"));
    Answer head =
        Wire.exchange(Gateway.shared().managementPort(), line("HEAD /actuator/health HTTP/1.1"));

    assertThat(options.status()).isEqualTo(200);
    assertThat(options.headers().get("allow")).contains("GET");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(
            Wire.exchange(Gateway.shared().managementPort(), HEALTH).json().path("status").asText())
        .isEqualTo("UP");
  }
}
