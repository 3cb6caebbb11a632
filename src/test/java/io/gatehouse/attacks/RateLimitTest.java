package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One sender's haste, or guessing, affects only that sender. */
class RateLimitTest {

  private static final int PER_SECOND = 10;
  private static final int MANY = 200;

  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.of(
                "gatehouse.rate-limit.requests-per-second", Integer.toString(PER_SECOND),
                "gatehouse.rate-limit.cost-of-refusal", Integer.toString(PER_SECOND)));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Request good(String source) {
    return Marked.request("rate").header("X-Forwarded-For", source);
  }

  private static Request guess(String source) {
    return new Request(
            "POST /webhooks/argos?key=guess HTTP/1.1",
            List.of("Content-Type: application/json", "X-Forwarded-For: " + source),
            new byte[0])
        .body("{}");
  }

  private static Request tokenRequest(String source, String secret) {
    return new Request("POST /oauth2/token HTTP/1.1", List.of(), new byte[0])
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("X-Forwarded-For", source)
        .body("grant_type=client_credentials&client_id=ondato&client_secret=" + secret);
  }

  /** All responses up to and including the first 429. */
  private static List<Answer> untilTooMany(Supplier<Request> request) {
    List<Answer> answers = new ArrayList<>();
    do {
      answers.add(gateway.send(request.get()));
    } while (answers.get(answers.size() - 1).status() != 429 && answers.size() < MANY);
    return answers;
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() {
    List<Answer> answers = untilTooMany(() -> good("198.51.100.1"));

    Answer last = answers.get(answers.size() - 1);
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.headers())
        .containsEntry("retry-after", "1")
        .containsEntry("content-type", "application/problem+json");
    assertThat(answers.subList(0, answers.size() - 1))
        .hasSizeGreaterThanOrEqualTo(PER_SECOND)
        .allMatch(answer -> answer.status() == 200);
  }

  @Test
  void whoWaitsIsServedAgain() {
    untilTooMany(() -> good("198.51.100.2"));

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> gateway.send(good("198.51.100.2")).status() == 200);
  }

  @Test
  void anotherSourceIsNotHeldBack() {
    untilTooMany(() -> guess("198.51.100.3"));

    assertThat(gateway.send(good("198.51.100.4")).status()).isEqualTo(200);
  }

  @Test
  void theSameSourceAtAnotherVendorIsNotHeldBack() {
    untilTooMany(() -> guess("198.51.100.5"));

    Request other =
        Request.post("/webhooks/thekyb?key=local-thekyb-key")
            .header("X-Forwarded-For", "198.51.100.5")
            .body("{\"type\":\"rate\"}");
    assertThat(gateway.send(other).status()).isEqualTo(200);
  }

  @Test
  void aRefusalCostsMoreThanAGoodRequest() {
    long guesses = untilTooMany(() -> guess("198.51.100.6")).size();
    long good = untilTooMany(() -> good("198.51.100.7")).size();

    assertThat(guesses).isLessThan(PER_SECOND / 2);
    assertThat(good).isGreaterThan(PER_SECOND);
  }

  @Test
  void whoGuessesAndIsRightAtLastIsHeldBackAllTheSame() {
    List<Answer> answers = untilTooMany(() -> guess("198.51.100.8"));

    assertThat(answers).noneMatch(answer -> answer.status() == 200);
    assertThat(gateway.send(good("198.51.100.8")).status()).isEqualTo(429);
  }

  @Test
  void anAddressOfTheSendersChoiceIsNoWayOut() {
    // What precedes the sender in the header is the sender's own invention.
    int[] count = {0};
    List<Answer> answers =
        untilTooMany(() -> guess("203.0.113." + (count[0]++ % 250) + ", 198.51.100.9"));

    assertThat(answers).hasSizeLessThan(PER_SECOND / 2);
  }

  @Test
  void anotherAddressOfTheSameIpv6NetworkIsNoWayOut() {
    int[] count = {0};
    List<Answer> answers = untilTooMany(() -> guess("2001:db8:1:2::" + ++count[0]));

    assertThat(answers).hasSizeLessThan(PER_SECOND / 2);
    assertThat(gateway.send(good("[2001:db8:1:2:ffff::1]:443")).status()).isEqualTo(429);
    assertThat(gateway.send(good("2001:db8:1:3::1")).status()).isEqualTo(200);
  }

  @Test
  void theTokenEndpointTakesAnIpv6NetworkForOneSourceToo() {
    int[] count = {0};
    List<Answer> guesses = untilTooMany(() -> tokenRequest("2001:db8:1:4::" + ++count[0], "wrong"));

    assertThat(guesses).hasSizeLessThan(PER_SECOND / 2);
  }

  @Test
  void theTokenEndpointHasTheSameLimits() {
    List<Answer> guesses = untilTooMany(() -> tokenRequest("198.51.100.10", "wrong"));
    List<Answer> good =
        untilTooMany(() -> tokenRequest("198.51.100.11", "local-ondato-client-secret"));

    assertThat(guesses).hasSizeLessThan(PER_SECOND / 2);
    assertThat(guesses.get(0).status()).isEqualTo(401);
    assertThat(guesses.get(guesses.size() - 1).headers()).containsKey("retry-after");
    assertThat(good).hasSizeGreaterThan(PER_SECOND);
    assertThat(good.get(0).status()).isEqualTo(200);
  }
}
