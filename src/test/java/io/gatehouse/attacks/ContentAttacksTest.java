package io.gatehouse.attacks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies that are made to be expensive. A body that does not declare plain JSON is refused; an
 * authentic sender's JSON that should not be parsed is kept unread.
 */
class ContentAttacksTest {

  private static final int ONE_MB = 1024 * 1024;
  private static final String CHUNKED =
      "POST "
          + Marked.PATH
          + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

  /**
   * A gateway of its own: others keep the same unreadable bodies, and an equal one is a duplicate.
   */
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway = Gateway.start(Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "deflate",
        "br",
        "zstd",
        "compress",
        "gzip, gzip",
        "identity, gzip",
        "gzip;q=1",
        "aws-chunked",
        "none",
        "\"identity\""
      })
  void anEncodedBodyIsRefusedWhateverIsInIt(String encoding) {
    assertThat(EncodedBodies.breaches(gateway, encoding)).isEmpty();
  }

  @Test
  void aCompressedBodyThatDoesNotSaySoIsKeptAsItIs() {
    byte[] bomb = EncodedBodies.bomb();

    Answer answer = gateway.send(Request.post(Marked.PATH).body(bomb));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("quarantined");
    assertThat(gateway.bus().take("kyc.quarantine", answer.id()).orElseThrow().bytes())
        .isEqualTo(bomb);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "multipart/mixed; boundary=b",
        "text/plain",
        "text/json",
        "text/html",
        "application/xml",
        "application/json; charset=utf-7",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "application/json, text/plain",
        "application/jsonp",
        "application/x-java-serialized-object",
        "application/octet-stream",
        "*/*",
        "application/*",
        "json",
        "",
        ";",
        "application/json; ="
      })
  void anotherContentTypeIsRefused(String type) {
    String subject = Marked.subject("type");
    String form = "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nx\r\n--b--\r\n";
    for (String body : List.of(Marked.json(subject), "key=local-argos-key&_method=PUT", form)) {
      Answer answer =
          gateway.send(
              new Request(
                  "POST " + Marked.PATH + " HTTP/1.1",
                  List.of("Content-Type: " + type),
                  body.getBytes(UTF_8)));

      assertThat(answer.status()).isEqualTo(415);
    }
    assertThat(Marked.onTheBus(gateway, subject)).isEmpty();
  }

  @Test
  void noContentTypeOrTwoAreRefusedAsWell() {
    Request request = Marked.request("type");

    assertThat(gateway.send(request.withoutHeader("Content-Type")).status()).isEqualTo(415);
    assertThat(gateway.send(request.header("Content-Type", "application/json")).status())
        .isEqualTo(415);
  }

  @Test
  void aKeyInAFormsBodyIsNoKey() {
    Request form =
        new Request(
                "POST /webhooks/argos HTTP/1.1",
                List.of("Content-Type: application/x-www-form-urlencoded"),
                new byte[0])
            .body("key=local-argos-key");

    assertThat(gateway.send(form).status()).isEqualTo(401);
  }

  /** A body that is JSON, or nearly. */
  record Content(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Content> unreadable() {
    String more = ",\"webhook_trigger\":\"created\",\"submission_id\":\"content\"}";
    return Stream.of(
        new Content("10 000 arrays deep", "[".repeat(10_000)),
        new Content("10 000 arrays deep, and closed", "[".repeat(10_000) + "]".repeat(10_000)),
        new Content("10 000 objects deep", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)),
        new Content("deep within an event", "{\"x\":" + "[".repeat(500) + "]".repeat(500) + more),
        new Content("a number of 100 000 digits", "{\"x\":" + "9".repeat(100_000) + more),
        new Content("a fraction of 100 000 digits", "{\"x\":0." + "9".repeat(100_000) + more),
        new Content("a name of 100 000 letters", "{\"" + "n".repeat(100_000) + "\":1" + more),
        new Content("NaN", "{\"x\":NaN" + more),
        new Content("a comment", "{\"x\":1/* */" + more),
        new Content("two documents", Marked.json("one") + Marked.json("two")),
        new Content("single quotes", Marked.json("quotes").replace('"', '\'')),
        new Content("half a document", "{\"webhook_trigger\":"),
        new Content("nothing", ""),
        new Content("blanks", " ".repeat(100_000)),
        new Content("a megabyte of quotes", "\"".repeat(ONE_MB)),
        new Content("a bare word", "created"),
        new Content("an array", "[1]"),
        new Content("null", "null"),
        new Content("NUL", "\0"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatNobodyShouldReadIsKeptUnread(Content content) {
    Answer answer = gateway.send(Request.post(Marked.PATH).body(content.text()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("quarantined");
    assertThat(gateway.bus().take("kyc.quarantine", answer.id()).orElseThrow().bytes())
        .isEqualTo(content.text().getBytes(UTF_8));
  }

  static Stream<Content> readable() {
    String more = ",\"webhook_trigger\":\"created\",\"submission_id\":\"%s\"}";
    return Stream.of(
        new Content(
            "a string of nearly a megabyte", "{\"x\":\"" + "s".repeat(ONE_MB - 200) + "\"" + more),
        new Content("1e400000000", "{\"x\":1e400000000" + more),
        new Content("-1e-400000000", "{\"x\":-1e-400000000" + more),
        new Content(
            "1e999999999 again and again",
            "{\"x\":[" + "1e999999999,".repeat(10_000) + "1]" + more),
        new Content(
            "50 000 names",
            "{"
                + IntStream.range(0, 50_000)
                    .mapToObj(i -> "\"k" + i + "\":1")
                    .reduce((a, b) -> a + "," + b)
                    .orElseThrow()
                + more),
        new Content("names of one hash", "{" + sameHash() + more),
        new Content("one name 50 000 times", "{" + "\"x\":1,".repeat(50_000) + "\"x\":1" + more),
        new Content(
            "nasty text",
            "{\"x\":\"\\u0000 ${jndi:ldap://h/x} {{kompar.token}} ${body} #{1+1} %%d <script> =cmd()\""
                + more));
  }

  /** Names with one and the same String.hashCode(). */
  private static String sameHash() {
    return IntStream.range(0, 4096)
        .mapToObj(
            i ->
                IntStream.range(0, 12)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .reduce("", String::concat))
        .map(name -> "\"" + name + "\":1")
        .reduce((a, b) -> a + "," + b)
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("readable")
  void whatIsOnlyOddTravelsOnUnchangedAndInTime(Content content) {
    String subject = Marked.subject("odd");
    String text = content.text().replace("%s", subject);
    long start = System.nanoTime();

    Answer answer = gateway.send(Request.post(Marked.PATH).body(text));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(gateway.bus().take(Marked.QUEUE, answer.id()).orElseThrow().text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"webhook_trigger\":\"created\",\"submission_id\":1e400000000}",
        "{\"webhook_trigger\":1e400000000,\"submission_id\":\"x\"}",
        "{\"webhook_trigger\":{\"a\":[]},\"submission_id\":[[]],\"attempts\":1e-999999999}",
        "{\"webhook_trigger\":\"created\",\"submission_id\":\"a\\u0000\\r\\n\\u2028b\"}",
        "{\"webhook_trigger\":\"created\",\"submission_id\":\"\\ud800\"}"
      })
  void oddValuesWhereTheRouteLooksAreTakenAllTheSame(String json) {
    Answer answer = gateway.send(Request.post(Marked.PATH).body(json));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void manyLargeBodiesLeaveNothingInMemory() {
    gateway.send(Request.post(Marked.PATH).body("[".repeat(ONE_MB)));
    long before = used();

    for (int i = 0; i < 100; i++) {
      gateway.send(
          new Request(
                  "POST /webhooks/argos?key=wrong HTTP/1.1",
                  List.of("Content-Type: application/json"),
                  new byte[0])
              .body("a".repeat(ONE_MB)));
      gateway.send(Request.post(Marked.PATH).body("[".repeat(ONE_MB + 1)));
    }

    assertThat(used() - before).isLessThan(64L * ONE_MB);
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void aBodyByteByByteIsGivenUpWhileOthersAreServed() throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(CHUNKED.getBytes(US_ASCII));
      long start = System.nanoTime();

      await()
          .atMost(Duration.ofSeconds(12))
          .pollInterval(Duration.ofMillis(400))
          .until(
              () -> {
                out.write("1\r\n[\r\n".getBytes(US_ASCII));
                assertThat(gateway.send(Marked.request("beside")).status()).isEqualTo(200);
                return socket.getInputStream().available() > 0;
              });

      assertTimeout(socket, start);
    }
  }

  @Test
  void aBodyThatStopsIsGivenUp() throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      socket.getOutputStream().write((CHUNKED + "1\r\n[\r\n").getBytes(US_ASCII));

      assertTimeout(socket, System.nanoTime());
    }
  }

  @Test
  void aBodyThatStopsShortBeforeTheDeadlineIsGivenUpInTimeAsWell() throws IOException {
    try (Socket socket = Wire.connect(gateway.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(CHUNKED.getBytes(US_ASCII));
      long start = System.nanoTime();

      // Every 1.5 s, and after the fourth time no more.
      for (int i = 1; i <= 4; i++) {
        Duration moment = Duration.ofMillis(1500L * i);
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> System.nanoTime() - start > moment.toNanos());
        out.write("1\r\n[\r\n".getBytes(US_ASCII));
      }

      assertTimeout(socket, start);
    }
  }

  private static void assertTimeout(Socket socket, long start) throws IOException {
    Answer answer = Wire.parse(socket.getInputStream().readAllBytes());
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.headers()).containsEntry("connection", "close");
    // Kompar gives up after 10 s.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void headersThatStopAreGivenUpWithoutHoldingAnybodyUp() throws IOException {
    try (Socket slow = Wire.connect(gateway.port());
        Socket silent = Wire.connect(gateway.port())) {
      slow.getOutputStream()
          .write("POST /webhooks/argos HTTP/1.1\r\nHost: h\r\nX".getBytes(US_ASCII));

      assertThat(gateway.send(Marked.request("beside")).status()).isEqualTo(200);
      String received = new String(slow.getInputStream().readAllBytes(), US_ASCII);
      assertThat(received).doesNotContain("HTTP/1.1 200");
      assertThat(silent.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void manyHalfHeadsHoldNobodyUp() throws IOException {
    List<Socket> halves = new java.util.ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = Wire.connect(gateway.port());
        socket.getOutputStream().write("POST /webhooks/argos HT".getBytes(US_ASCII));
        halves.add(socket);
      }

      assertThat(gateway.send(Marked.request("beside")).status()).isEqualTo(200);
    } finally {
      for (Socket socket : halves) {
        socket.close();
      }
    }
  }

  @Test
  void aConnectionDoesNotServeForEver() {
    String one = CHUNKED.replace("key=local-argos-key", "key=wrong") + "0\r\n\r\n";

    String received = Raw.send(gateway.port(), one.repeat(300));

    assertThat(Raw.answers(received)).isBetween(1L, 100L);
  }
}
