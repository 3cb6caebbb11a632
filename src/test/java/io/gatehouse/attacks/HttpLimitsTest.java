package io.gatehouse.attacks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of HTTP that are settings do what they say. */
class HttpLimitsTest {

  private static final String UNFINISHED =
      "POST " + Marked.PATH + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";

  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.of(
                "server.max-http-request-header-size", "4KB",
                "server.tomcat.keep-alive-timeout", "77s",
                "server.tomcat.connection-timeout", "2s",
                "gatehouse.http.body-deadline", "1s"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Request event() {
    return Marked.request(Marked.subject("limits"));
  }

  @Test
  void headersMayBeAsLargeAsTheSettingSays() {
    assertThat(gateway.send(event().header("X", "a".repeat(3000))).status()).isEqualTo(200);
    assertThat(gateway.send(event().header("X", "a".repeat(4096))).status()).isEqualTo(431);
  }

  @Test
  void anIdleConnectionIsKeptForAsLongAsTheSettingSays() throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      socket.getOutputStream().write(event().header("Connection", "keep-alive").bytes());

      assertThat(Wire.next(socket.getInputStream()).headers())
          .containsEntry("keep-alive", "timeout=77");
    }
  }

  @Test
  void aBodyMayTakeAsLongAsTheSettingSays() throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      long begun = System.nanoTime();
      socket
          .getOutputStream()
          .write((UNFINISHED + "Content-Length: 9\r\n\r\n{").getBytes(US_ASCII));

      Answer answer = Wire.parse(socket.getInputStream().readAllBytes());

      assertThat(answer.status()).isEqualTo(408);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(900), Duration.ofMillis(1900));
    }
  }

  @Test
  void aHeadMayTakeAsLongAsTheSettingSays() throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      long begun = System.nanoTime();
      socket.getOutputStream().write(UNFINISHED.getBytes(US_ASCII));

      socket.getInputStream().readAllBytes();

      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gatehouse.http.body-deadline, 0s,  is not a time such as 5s",
    "gatehouse.http.body-deadline, 21s, is not a time such as 5s",
    "server.tomcat.connection-timeout, 7s, server.tomcat.connection-timeout must be longer than",
  })
  void aDeadlineThatCannotBeKeptStopsTheStart(String setting, String value, String sentence) {
    assertThatThrownBy(() -> Gateway.start(Map.of(setting, value)).close())
        .hasStackTraceContaining(setting)
        .hasStackTraceContaining(sentence);
  }

  @Test
  void idleConnectionsAreClosedAtOnceWhenTheGatewayStops() throws IOException {
    Gateway stopping = Gateway.start(Map.of());
    try (Socket idle = Wire.connect(stopping.port());
        Socket busy = Wire.connect(stopping.port())) {
      idle.getOutputStream().write(event().header("Connection", "keep-alive").bytes());
      assertThat(Wire.next(idle.getInputStream()).status()).isEqualTo(200);
      byte[] last = event().bytes();
      busy.getOutputStream().write(last, 0, last.length - 1);
      // What has been idle for a tenth of a second is closed.
      await().pollDelay(Duration.ofMillis(200)).until(() -> true);
      CompletableFuture<Void> stop = CompletableFuture.runAsync(stopping::close);
      long begun = System.nanoTime();

      assertThat(isEnded(idle)).isTrue();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      busy.getOutputStream().write(last, last.length - 1, 1);
      assertThat(Wire.parse(busy.getInputStream().readAllBytes()).status()).isEqualTo(200);
      stop.join();
    }
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      // Reset is ended as well.
      return true;
    }
  }
}
