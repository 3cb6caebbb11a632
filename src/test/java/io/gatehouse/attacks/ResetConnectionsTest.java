package io.gatehouse.attacks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A request ends with its connection, wherever that breaks off. Otherwise it would keep its memory
 * for ever, and a shutdown would wait for it.
 */
class ResetConnectionsTest {

  private static final String KEYED = "POST /webhooks/argos?key=local-argos-key";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
  private static final String SIGNED = JSON + "X-HMAC-SIGNATURE: " + "0".repeat(64) + "\r\n";
  private static final int ROUNDS = 8;

  private final Gateway gateway = Gateway.shared();

  /** How a sender disconnects. */
  private enum Ending {
    RESET,
    CLOSE,
    HALF_CLOSE_THEN_RESET
  }

  static Stream<Arguments> requests() {
    String event = "{\"webhook_trigger\":\"approved\",\"submission_id\":\"reset\"}";
    return Stream.of(
            Arguments.of("a declared length", declared(KEYED, JSON, event)),
            Arguments.of("chunks", chunked(KEYED, event, 7)),
            Arguments.of("404", declared("POST /nope", JSON, "x".repeat(300))),
            Arguments.of("401", declared("POST /webhooks/argos?key=no", JSON, "x".repeat(300))),
            Arguments.of("a false signature", declared("POST /webhooks/veriff", SIGNED, event)),
            Arguments.of("a token", declared("POST /oauth2/token", FORM, "grant_type=x")),
            Arguments.of("413 by chunks", chunked(KEYED, "x".repeat(1_100_000), 100_000)),
            Arguments.of("413 by length", declared(KEYED, JSON, "x".repeat(1_100_000))),
            Arguments.of("two at once", declared(KEYED, JSON, event) + chunked(KEYED, event, 9)))
        .flatMap(
            request ->
                Arrays.stream(Ending.values())
                    .map(ending -> Arguments.of(request.get()[0], ending, request.get()[1])));
  }

  private static String head(String line, String headers) {
    return line + " HTTP/1.1\r\nHost: h\r\n" + headers;
  }

  private static String declared(String line, String headers, String body) {
    return head(line, headers) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String chunked(String line, String body, int chunk) {
    StringBuilder request = new StringBuilder(head(line, JSON));
    request.append("Transfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < body.length(); at += chunk) {
      String part = body.substring(at, Math.min(at + chunk, body.length()));
      request.append(Integer.toHexString(part.length())).append("\r\n").append(part).append("\r\n");
    }
    return request.append("0\r\n\r\n").toString();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("requests")
  void aRequestEndsWithItsConnection(String name, Ending ending, String request)
      throws InterruptedException {
    byte[] bytes = request.getBytes(US_ASCII);
    int head = request.indexOf("\r\n\r\n") + 4;
    List<Integer> cuts = List.of(head, head + 2, bytes.length / 2, bytes.length - 1, bytes.length);
    for (int round = 0; round < ROUNDS; round++) {
      for (int cut : cuts) {
        sendAndLeave(Arrays.copyOf(bytes, cut), ending, round);
      }
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> gateway.requestsUnderWay() == 0);
  }

  private void sendAndLeave(byte[] part, Ending ending, int millis) throws InterruptedException {
    try (Socket socket = Wire.connect(gateway.port())) {
      if (ending == Ending.RESET) {
        socket.setSoLinger(true, 0);
      }
      OutputStream out = socket.getOutputStream();
      out.write(part);
      // What the gateway is doing when the connection breaks off differs from round to round.
      Thread.sleep(millis / 2);
      if (ending == Ending.HALF_CLOSE_THEN_RESET) {
        socket.shutdownOutput();
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // The gateway has closed it before.
    }
  }
}
