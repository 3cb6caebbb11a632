package io.gatehouse.attacks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections whose request is answered before all of its body has arrived. */
class UnreadBodiesTest {

  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

  private final Gateway gateway = Gateway.shared();

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("POST /nope", JSON, 404),
        Arguments.of("GET /webhooks/argos", JSON, 405),
        Arguments.of("POST /webhooks/argos?key=wrong", JSON, 401),
        Arguments.of(
            "POST /webhooks/argos?key=local-argos-key", "Content-Type: text/plain\r\n", 415),
        Arguments.of("POST /webhooks/kompliant?partner_id=rockoutpay", JSON, 403));
  }

  static Stream<Arguments> refusedOrTooLarge() {
    return Stream.concat(
        refused(),
        Stream.of(
            Arguments.of("POST /webhooks//argos", JSON, 400),
            Arguments.of("POST /oauth2/token", FORM, 413)));
  }

  private static String head(String line, String headers, int length) {
    return line + " HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: " + length + "\r\n\r\n";
  }

  @ParameterizedTest
  @MethodSource("refusedOrTooLarge")
  void theAnswerComesAtOnceAndClosesTheConnection(String line, String headers, int status)
      throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      socket.getOutputStream().write((head(line, headers, 60_000) + "a").getBytes(US_ASCII));
      long begun = System.nanoTime();

      Answer answer = Wire.parse(socket.getInputStream().readAllBytes());

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aConnectionWhoseBodyIsAllHereServesTheNextRequest(String line, String headers, int status)
      throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      for (int i = 0; i < 2; i++) {
        socket.getOutputStream().write((head(line, headers, 2) + "{}").getBytes(US_ASCII));

        assertThat(Wire.next(socket.getInputStream()).status()).isEqualTo(status);
      }
    }
  }

  @Test
  void aSenderWhoIsStillWritingReadsItsAnswer() throws IOException {
    byte[] body = "a".repeat(4 << 20).getBytes(US_ASCII);
    try (Socket socket = Wire.connect(gateway.port())) {
      socket
          .getOutputStream()
          .write(
              head("POST /webhooks/argos?key=local-argos-key", JSON, body.length)
                  .getBytes(US_ASCII));
      socket.getOutputStream().write(body);

      assertThat(Wire.parse(socket.getInputStream().readAllBytes()).status()).isEqualTo(413);
    }
  }

  @Test
  void aFormForATokenHasADeadlineInTotal() throws Exception {
    try (Socket socket = Wire.connect(gateway.port())) {
      socket.getOutputStream().write((head("POST /oauth2/token", FORM, 8000)).getBytes(US_ASCII));
      long begun = System.nanoTime();
      Thread drip = new Thread(() -> drip(socket));
      drip.start();

      Answer answer = Wire.parse(socket.getInputStream().readAllBytes());

      assertThat(answer.status()).isEqualTo(408);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
      drip.join();
    }
  }

  private static void drip(Socket socket) {
    try {
      for (int i = 0; i < 60; i++) {
        socket.getOutputStream().write('a');
        Thread.sleep(200);
      }
    } catch (IOException e) {
      // The gateway has closed the connection, which ends this.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
