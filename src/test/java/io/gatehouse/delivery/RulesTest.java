package io.gatehouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.delivery.DeliveryOutcome.AttemptDetails;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain rules of delivery: when to retry, what a receiver's response means. */
class RulesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0                              | PT1S",
        "1                              | PT1S",
        "120                            | PT2M",
        " 7                             | PT7S",
        "-5                             | PT1S",
        "1000000000                     | PT1H",
        "99999999999999999999999999     | PT1H",
        "Thu, 01 Jan 2026 00:00:30 GMT  | PT30S",
        "Thu, 01 Jan 2026 09:00:00 GMT  | PT1H",
        "Wed, 31 Dec 2025 23:00:00 GMT  | PT1S",
      })
  void retryAfterIsSecondsOrADateBetweenASecondAndAnHour(String header, Duration expected) {
    assertThat(ResponseCheck.retryAfter(header, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1.5", "0x10", "Thu, 01 Foo 2026 00:00:30 GMT", "١٢"})
  void whatIsNoRetryAfterCountsAsNone(String header) {
    assertThat(ResponseCheck.retryAfter(header, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, PT1S", "2, PT2S", "5, PT16S", "12, PT34M8S", "13, PT1H", "500, PT1H"})
  void theWaitDoublesUpToTheLongest(int attempts, Duration expected) {
    assertThat(wait(attempts, 0, Optional.empty())).isEqualTo(expected);
  }

  @Property
  void theWaitIsSpreadByAFifthNeverLongerThanTheLongestAndNeverShorterThanAsked(
      @ForAll @IntRange(min = 1, max = 1000) int attempts,
      @ForAll @IntRange(min = 1, max = 3600) int asked) {
    double middle = Math.min(3600, Math.pow(2, Math.min(attempts - 1, 30)));

    Duration plain = wait(attempts, 0.2, Optional.empty());
    Duration least = wait(attempts, 0.2, Optional.of(Duration.ofSeconds(asked)));

    assertThat(plain.toMillis())
        .isBetween((long) (middle * 800) - 1, (long) Math.min(3_600_000, middle * 1200) + 1);
    assertThat(least).isGreaterThanOrEqualTo(Duration.ofSeconds(asked));
    assertThat(least.toMillis())
        .isGreaterThanOrEqualTo((long) Math.min(3_600_000, middle * 800) - 1)
        .isLessThanOrEqualTo(
            Math.max(asked * 1000L, (long) Math.min(3_600_000, middle * 1200) + 1));
  }

  private static Duration wait(int attempts, double spread, Optional<Duration> asked) {
    IntervalFunction backoff =
        OrderedDeliveryPolicy.backoff(Duration.ofSeconds(1), Duration.ofHours(1), spread);
    return DeliveryAttempt.pauseAfter(
        backoff, attempts, new DeliveryOutcome.Later("failing", 503, asked, AttemptDetails.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered",
    "201, Delivered",
    "204, Delivered",
    "299, Delivered",
    "409, Later",
    "400, Never",
    "404, Never",
    "405, Never",
    "410, Never",
    "422, Never",
    "451, Never",
    "401, Later",
    "403, Later",
    "408, Later",
    "423, Later",
    "425, Later",
    "429, Later",
    "301, Later",
    "304, Later",
    "308, Later",
    "500, Later",
    "503, Later",
    "599, Later",
    "0, Later",
    "100, Later",
    "999, Later",
  })
  void aStatusSaysWhetherItIsDone(int status, String outcome) {
    assertThat(outcome(status, false)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "204, Delivered",
    "400, Later",
    "404, Later",
    "422, Later",
    "409, Later",
    "500, Later"
  })
  void aCodeThatMeansAgainMakesOfARefusalAFailureThatPasses(int status, String outcome) {
    assertThat(outcome(status, true)).isEqualTo(outcome);
  }

  private static String outcome(int status, boolean again) {
    return ResponseCheck.outcomeOf(status, Optional.empty(), again, () -> AttemptDetails.NONE)
        .getClass()
        .getSimpleName();
  }

  @Property
  void aHeaderTextIsVisibleAsciiAndTellsTextsApart(@ForAll String one, @ForAll String other) {
    assertThat(DeliverHttp.headerText(one)).matches("[!-~]*");
    if (isText(one) && isText(other)) {
      assertThat(DeliverHttp.headerText(one).equals(DeliverHttp.headerText(other)))
          .isEqualTo(one.equals(other));
    }
  }

  private static boolean isText(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
