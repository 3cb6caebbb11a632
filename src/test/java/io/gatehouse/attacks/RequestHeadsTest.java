package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Scrape;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What honest senders and their proxies write into a request's head. */
class RequestHeadsTest {

  private static final int KB = 1024;

  private final Gateway gateway = Gateway.shared();

  private static Request event() {
    return Marked.request(Marked.subject("head"));
  }

  @ParameterizedTest
  @CsvSource({
    "9000,     200",
    "30000,    200",
    "33000,    431",
    "300000,   431",
  })
  void headersMayHaveThirtyTwoKilobytes(int size, int status) {
    Answer answer =
        gateway.send(event().header("X-Forwarded-Client-Cert", "Cert=".concat("a".repeat(size))));

    assertThat(answer.status()).isEqualTo(status);
    if (status == 431) {
      assertIsProblem(answer, "Request Header Fields Too Large");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {33 * KB, 100 * KB})
  void aRequestLineThatIsTooLongIsAnotherError(int size) {
    Answer answer =
        gateway.send(
            new Request(
                "POST " + Marked.PATH + "&x=" + "a".repeat(size) + " HTTP/1.1",
                List.of(),
                new byte[0]));

    assertThat(answer.status()).isEqualTo(414);
    assertIsProblem(answer, "URI Too Long");
  }

  @Test
  void moreHeadersThanAHundredAreTooLarge() {
    Request request = event();
    for (int i = 0; i <= 100; i++) {
      request = request.header("X-" + i, "a");
    }

    Answer answer = gateway.send(request);

    assertThat(answer.status()).isEqualTo(431);
    assertIsProblem(answer, "Request Header Fields Too Large");
  }

  private static void assertIsProblem(Answer answer, String title) {
    assertThat(answer.headers())
        .containsEntry("content-type", "application/problem+json")
        .containsEntry("connection", "close");
    assertThat(answer.body())
        .isEqualTo("{\"title\":\"%s\",\"status\":%d}".formatted(title, answer.status()));
  }

  @Test
  void aHeadThatIsTooLargeIsCountedByWhatItIs() {
    gateway.send(event().header("X", "a".repeat(33 * KB)));
    double before = tooLarge();

    gateway.send(event().header("X", "a".repeat(33 * KB)));

    assertThat(tooLarge()).isEqualTo(before + 1);
  }

  private double tooLarge() {
    return Scrape.of(gateway)
        .value("gatehouse_refusals_total", "vendor", "unknown", "reason", "head-size");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,            200",
    "gateway:8080,         200",
    "my_gateway,           200",
    "my_gateway:8080,      200",
    "_gateway.my_net.,     200",
    "gateway_:8080,        200",
    "10_0_0_1.example:80,  200",
    "__,                   200",
    "[::1]:8080,           200",
    "my gateway,           400",
    "my_gateway:80_80,     400",
    "my_gateway:http,      400",
    "my_gateway/a,         400",
    "my_gateway@a,         400",
    "my_gateway..a,        400",
    "[::_1],               400",
    "my_gatéway,           400",
  })
  void aHostMayHaveUnderscores(String host, int status) {
    assertThat(gateway.send(event().header("Host", host)).status()).isEqualTo(status);
  }

  @Test
  void anAbsoluteAddressMayHaveAnUnderscoreInItsHostToo() {
    String line = "POST http://my_gateway:8080" + Marked.PATH + " HTTP/1.1";
    Request request = new Request(line, event().headers(), event().body());

    assertThat(gateway.send(request.header("Host", "my_gateway:8080")).status()).isEqualTo(200);
    assertThat(gateway.send(request.header("Host", "my-gateway:8080")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS, 404", "POST, 400", "GET, 400"})
  void theAsteriskIsThePathOfNoRoute(String method, int status) {
    Answer answer = gateway.send(new Request(method + " * HTTP/1.1", List.of(), new byte[0]));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/problem+json")
        .doesNotContainKey("allow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json                             | 200",
        "APPLICATION/JSON                             | 200",
        "application/json;charset=utf-8               | 200",
        "application/json; charset=UTF8               | 200",
        "application/json; charset=\"utf-8\"          | 200",
        "application/json; charset=us-ascii           | 200",
        "application/json; charset=\"US-ASCII\"       | 200",
        "application/json; charset=ascii              | 200",
        "application/json; odata.metadata=minimal     | 200",
        "application/cloudevents+json; charset=utf-8  | 200",
        "application/vnd.vendor.event.v2+JSON         | 200",
        "application/json; charset=iso-8859-1         | 415",
        "application/json; charset=utf-16             | 415",
        "application/json; charset=none-such          | 415",
        "application/json; charset=                   | 415",
        "application/json, application/json           | 415",
        "application/jsonp                            | 415",
        "text/json                                    | 415",
        "text/plain                                   | 415",
        "json                                         | 415",
        "''                                           | 415",
      })
  void aBodyIsJsonInUtf8OrInWhatIsPartOfIt(String contentType, int status) {
    Request request = event().withoutHeader("Content-Type").header("Content-Type", contentType);

    assertThat(gateway.send(request).status()).isEqualTo(status);
  }

  @Test
  void aBodyWhoseTypeIsNotDeclaredOrDeclaredTwiceIsNotTaken() {
    assertThat(gateway.send(event().withoutHeader("Content-Type")).status()).isEqualTo(415);
    assertThat(gateway.send(event().header("Content-Type", "application/json")).status())
        .isEqualTo(415);
  }

  @Test
  void aConnectionIsKeptForLongerThanLoadBalancersKeepIt() throws IOException {
    Request kept = event().header("Connection", "keep-alive");
    try (Socket socket = Wire.connect(gateway.port())) {
      socket.getOutputStream().write(kept.bytes());

      Answer answer = Wire.next(socket.getInputStream());

      assertThat(answer.headers()).containsEntry("keep-alive", "timeout=650");
    }
  }

  @Test
  void aPauseInABodyIsWaitedFor() throws Exception {
    byte[] bytes = event().bytes();
    int head = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
    try (Socket socket = Wire.connect(gateway.port())) {
      socket.getOutputStream().write(bytes, 0, head);
      Thread.sleep(1500);
      socket.getOutputStream().write(bytes, head, 9);
      Thread.sleep(1500);
      socket.getOutputStream().write(bytes, head + 9, bytes.length - head - 9);

      assertThat(Wire.parse(socket.getInputStream().readAllBytes()).status()).isEqualTo(200);
    }
  }
}
