package io.gatehouse.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.GrowingJson;
import io.gatehouse.gateway.GrowingJson.Shape;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Authentic senders whose bodies become many times as large when they are parsed. Each is kept, or
 * asked to retry; the gateway survives, and serves others as before.
 */
class DenseBodiesTest {

  private static final int ONE_MB = 1024 * 1024;
  private static final int SIXTEEN_MB = 16 * ONE_MB;

  /** Base64 and the rest of the envelope make of a plaintext of this size nearly 16 MB. */
  private static final int TWELVE_MB = 12 * ONE_MB - 256;

  private static final Duration BACK = Duration.ofSeconds(10);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir Path folder;
  private Victim gateway;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger broken = new AtomicInteger();

  private void start(String heap) {
    gateway = plan(heap).set("crm.enabled", "false").set("kyc-core.enabled", "false").start();
  }

  private Victim.Plan plan(String heap) {
    return new Victim.Plan(folder).heap(heap).option("-XX:+ExitOnOutOfMemoryError");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** Where a vendor sends a body, and the beginning of its event. */
  private enum Target {
    KOMPLIANT(
        "/webhooks/kompliant?partner_id=rockoutpay",
        "X-Forwarded-For: 3.230.141.132",
        "{\"id\":\"%1$s\",\"event\":\"mbtrust_success\",\"application_id\":\"%1$s\"",
        "kyc.onboarding",
        ONE_MB),
    DECISIONS(
        "/webhooks/kompar/decisions",
        "Authorization: token local-kompar-token",
        "{\"application_id\":\"%s\",\"accepted\":true",
        "kyc.lending",
        SIXTEEN_MB);

    private final String path;
    private final String header;
    private final String head;
    private final String queue;
    private final int limit;

    Target(String path, String header, String head, String queue, int limit) {
      this.path = path;
      this.header = header;
      this.head = head;
      this.queue = queue;
      this.limit = limit;
    }

    /** The beginning of a unique event. */
    byte[] head() {
      return head.formatted("dense-" + NUMBERS.incrementAndGet()).getBytes(UTF_8);
    }
  }

  /** Sends a body and records the response. */
  private void send(Target target, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    try (Socket socket = Wire.connect(gateway.port())) {
      OutputStream out = socket.getOutputStream();
      try {
        out.write(
            ("POST "
                    + target.path
                    + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + target.header
                    + "\r\nContent-Length: "
                    + length
                    + "\r\n\r\n")
                .getBytes(UTF_8));
        for (byte[] part : parts) {
          out.write(part);
        }
      } catch (IOException e) {
        // The gateway may answer and close before it has read everything.
      }
      record(target, Wire.parse(socket.getInputStream().readAllBytes()));
    } catch (IOException e) {
      broken.incrementAndGet();
    }
  }

  private void record(Target target, Answer answer) {
    answers.add(answer);
    if (answer.status() == 200) {
      boolean kept = answer.json().path("status").asText().equals("quarantined");
      acknowledged
          .computeIfAbsent(
              kept ? "kyc.quarantine" : target.queue, any -> ConcurrentHashMap.newKeySet())
          .add(answer.id());
    }
  }

  private static void sideBySide(int senders, Runnable work) {
    SideBySide all = new SideBySide();
    for (int i = 0; i < senders; i++) {
      all.start(work);
    }
    all.join();
  }

  private void isUnharmed() {
    assertThat(gateway.isAlive()).as(gateway::output).isTrue();
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isIn(200, 503);
              if (answer.status() == 503) {
                assertThat(answer.headers()).containsKey("retry-after");
              }
            });
  }

  /** Small events are served as fast as they were. */
  private void isBack(long perSecondBefore) {
    await()
        .atMost(BACK)
        .untilAsserted(() -> assertThat(perSecond()).isGreaterThan(perSecondBefore / 2));
  }

  private long perSecond() {
    History history = new History();
    long begun = System.nanoTime();
    Load.send(gateway.port(), 8, 50, history);
    assertThat(history.outcomes()).containsOnlyKeys("200");
    acknowledged
        .computeIfAbsent(Stored.QUEUE, any -> ConcurrentHashMap.newKeySet())
        .addAll(history.acknowledgedSoFar());
    return 8 * 50 * Duration.ofSeconds(1).toNanos() / (System.nanoTime() - begun);
  }

  private void nothingIsLost() {
    acknowledged.forEach(
        (queue, ids) ->
            assertThat(new Stored(queue).take(gateway.brokerPort(), ids).ids())
                .as(queue)
                .containsAll(ids));
  }

  private Map<Integer, Long> statuses() {
    return answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
  }

  @Test
  void sevenShapesFromTwentyFourSendersAtOnceDoNoHarm() {
    start("256m");
    grow(every(31), 24);
  }

  @ParameterizedTest
  @Chaos
  @CsvSource({"256m, 1", "256m, 24", "256m, 64", "512m, 1", "512m, 24", "512m, 64"})
  void nor208ShapesFromAnyNumberOfSenders(String heap, int senders) {
    start(heap);
    grow(every(1), senders);
  }

  private static List<Shape> every(int nth) {
    List<Shape> all = GrowingJson.all();
    return IntStream.range(0, all.size()).filter(i -> i % nth == 0).mapToObj(all::get).toList();
  }

  /** Every shape, alternately to one of the routes, as large as that accepts. */
  private void grow(List<Shape> shapes, int senders) {
    perSecond();
    long before = perSecond();
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      if (i % 3 == 0) {
        byte[] tail = shape.tail(SIXTEEN_MB - 200);
        sideBySide(senders, () -> send(Target.DECISIONS, Target.DECISIONS.head(), tail));
      } else if (i % 3 == 1) {
        byte[] tail = shape.tail(ONE_MB - 200);
        sideBySide(senders, () -> send(Target.KOMPLIANT, Target.KOMPLIANT.head(), tail));
      } else {
        byte[] sealed = sealed(shape.tail(TWELVE_MB - 200));
        sideBySide(senders, () -> send(Target.DECISIONS, sealed));
      }
      isUnharmed();
    }
    isBack(before);
    nothingIsLost();
    Figures.print(
        "%d shapes x %d: %s, no answer %d"
            .formatted(shapes.size(), senders, statuses(), broken.get()));
  }

  private static byte[] sealed(byte[] tail) {
    String head = new String(Target.DECISIONS.head(), UTF_8);
    return Kompar.encrypt(head + new String(tail, UTF_8)).getBytes(UTF_8);
  }

  @Test
  void elevenMegabytesOfEmptyObjectsToADecisionAreKeptUnread() {
    start("512m");
    byte[] dense = ("[" + "{},".repeat(11 * ONE_MB / 3) + "{}]").getBytes(UTF_8);

    send(Target.DECISIONS, dense);

    assertThat(answers).singleElement().satisfies(DenseBodiesTest::isKept);
    isUnharmed();
    nothingIsLost();
  }

  private static void isKept(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("quarantined");
  }

  @ParameterizedTest
  @ValueSource(strings = {"256m", "512m"})
  void twentyFourMegabytesOfEmptyObjectsFromTwentyFourSendersAreKeptUnread(String heap) {
    start(heap);
    byte[] tail = GrowingJson.all().get(0).tail(ONE_MB - 200);

    sideBySide(24, () -> send(Target.KOMPLIANT, Target.KOMPLIANT.head(), tail));

    isUnharmed();
    nothingIsLost();
  }

  @Test
  void threeOfSixteenMegabytesWithOneWideCharacterDoNoHarm() {
    start("256m");
    byte[] tail = GrowingJson.longString("s", SIXTEEN_MB - 300);
    byte[] wide = ",\"name\":\"한\"".getBytes(UTF_8);

    sideBySide(3, () -> send(Target.DECISIONS, Target.DECISIONS.head(), wide, tail));

    isUnharmed();
    assertThat(statuses()).containsKey(200);
    nothingIsLost();
  }

  @Test
  void whatIsTakenOfThemIsDeliveredTooInTheSameMemory() {
    gateway = plan("256m").start();
    byte[] tail = GrowingJson.longString("s", SIXTEEN_MB - 300);
    byte[] wide = ",\"name\":\"한\"".getBytes(UTF_8);

    sideBySide(3, () -> send(Target.DECISIONS, Target.DECISIONS.head(), wide, tail));
    sideBySide(3, () -> send(Target.DECISIONS, Target.DECISIONS.head(), wide, tail));

    isUnharmed();
    long taken = answers.stream().filter(answer -> answer.status() == 200).count();
    assertThat(taken).isPositive();
    await().atMost(Duration.ofMinutes(1)).until(() -> delivered() == taken);
  }

  /** The number of events that the CRM's stand-in reports. */
  private long delivered() {
    return gateway
        .output()
        .lines()
        .filter(line -> line.contains("CRM got kyc.lending.offer-accepted"))
        .count();
  }

  /** What an honest sender's largest decision may be like: a file in base64, or a text. */
  private static List<byte[]> honest(int size) {
    List<byte[]> tails = new ArrayList<>();
    for (String piece : List.of("base64/+", "base64\\/+", "sö", "s")) {
      tails.add(GrowingJson.longString(piece, size));
    }
    byte[] wide = GrowingJson.longString("s", size);
    byte[] character = "한".getBytes(UTF_8);
    System.arraycopy(character, 0, wide, size / 2, character.length);
    tails.add(wide);
    return tails;
  }

  @Test
  void anHonestDecisionOfSixteenMegabytesIsAcceptedWhereItComesAlone() {
    start("256m");

    for (byte[] tail : honest(SIXTEEN_MB - 300)) {
      send(Target.DECISIONS, Target.DECISIONS.head(), tail);
    }
    for (byte[] tail : honest(TWELVE_MB - 300)) {
      send(Target.DECISIONS, sealed(tail));
    }

    isUnharmed();
    assertThat(broken).hasValue(0);
    assertThat(answers)
        .hasSize(10)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.json().path("status").asText()).isEqualTo("accepted");
            });
    nothingIsLost();
  }
}
