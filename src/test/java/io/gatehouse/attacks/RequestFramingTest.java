package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose end is ambiguous. A proxy before the gateway may see one request, so none may
 * become two, and a refused one is followed by nothing.
 */
class RequestFramingTest {

  private static final Path FILE = Path.of("src/test/resources/attacks/framing.txt");

  private final Gateway gateway = Gateway.shared();

  @ParameterizedTest
  @MethodSource("cases")
  void aRequestOfDoubtfulLengthIsOneAnswerAndNoSmuggledEvent(Case attack) {
    String seen = Marked.subject("seen");
    String smuggled = Marked.subject("smuggled");

    String received = Raw.send(gateway.port(), attack.bytes(seen, smuggled));

    String outcome = attack.outcome(received);
    assertThat(outcome).as(received).isIn((Object[]) attack.outcomes());
    if (!outcome.equals("two")) {
      assertThat(Raw.answers(received)).isLessThanOrEqualTo(1);
      assertThat(Marked.onTheBus(gateway, smuggled)).isEmpty();
    }
    if (outcome.startsWith("4") || outcome.startsWith("5")) {
      assertThat(Marked.onTheBus(gateway, seen)).isEmpty();
      assertSaysNothing(Wire.parse(received.getBytes(StandardCharsets.ISO_8859_1)), seen);
    }
  }

  private static void assertSaysNothing(Answer answer, String sent) {
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    assertThat(answer.body() + answer.headers())
        .doesNotContainIgnoringCase("tomcat")
        .doesNotContain("Exception", "message", sent);
  }

  /**
   * One case of the file.
   *
   * @param outcomes the statuses that are right; {@code closed} for no answer, {@code two} for two
   * @param lines the request, without its placeholders and escapes filled in
   */
  record Case(String name, String[] outcomes, String lines) {

    byte[] bytes(String seen, String smuggled) {
      String second = Marked.json(smuggled);
      String secondRequest =
          "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(Marked.PATH, second.length(), second);
      String event = Marked.json(seen);
      return unescape(lines.replaceAll("\\\\(\n|\\z)", "").replace("\n", "\r\n"))
          .replace(
              "{start}",
              "POST " + Marked.PATH + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json")
          .replace("{path}", Marked.PATH)
          .replace("{event}", event)
          .replace("{length}", Integer.toString(event.length()))
          .replace("{hex}", Integer.toHexString(event.length()))
          .replace("{both}", Integer.toString(event.length() + secondRequest.length()))
          .replace("{smuggled}", secondRequest)
          .replace("{8k}", "a".repeat(8192))
          .replace("{32k}", "a".repeat(32 * 1024))
          .replace("{101 headers}", "x: y\r\n".repeat(101))
          .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String unescape(String text) {
      return text.replace("\\n", "\n")
          .replace("\\r", "\r")
          .replace("\\t", "\t")
          .replace("\\v", "\u000b")
          .replace("\\0", "\0")
          .replace("\\x80", "\u0080");
    }

    String outcome(String received) {
      if (received.isEmpty()) {
        return "closed";
      }
      if (!received.startsWith("HTTP/1.1 ")) {
        return "bare";
      }
      return Raw.answers(received) == 2 ? "two" : received.substring(9, 12);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    try {
      return Arrays.stream(Files.readString(FILE).split("(?m)^=== "))
          .skip(1)
          .map(RequestFramingTest::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case read(String text) {
    int end = text.indexOf('\n');
    String[] head = text.substring(0, end).split("\\|");
    String lines = text.substring(end + 1).replaceFirst("\n+\\z", "");
    return new Case(head[1].strip(), head[0].strip().split(" "), lines);
  }
}
