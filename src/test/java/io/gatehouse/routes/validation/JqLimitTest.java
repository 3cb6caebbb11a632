package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.webhook.UnreadableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An evaluation is ended for what it costs, and not for what its machine does beside it. */
class JqLimitTest {

  private long now;
  private long processorTime;
  private final JqLimit limit = new JqLimit(() -> now, () -> processorTime);

  private void works(int millis) {
    now += Duration.ofMillis(millis).toNanos();
    processorTime += Duration.ofMillis(millis).toNanos();
  }

  private void waits(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private void hasTimeLeft(int millis) {
    assertThat(limit.nanosLeft()).isEqualTo(Duration.ofMillis(millis).toNanos());
  }

  private void isOver() {
    assertThatThrownBy(limit::nanosLeft)
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.reason()).isEqualTo("jq-limit"));
  }

  @Test
  void anEvaluationMayTakeASecond() {
    works(400);

    hasTimeLeft(600);
  }

  @Test
  void oneThatWorksAllTheTimeEndsAQuarterOfASecondAfterThat() {
    works(1000);
    hasTimeLeft(250);
    works(249);
    hasTimeLeft(1);
    works(1);

    isOver();
  }

  @Test
  void oneThatHadToWaitForTheProcessorGoesOn() {
    works(10);
    waits(2000);

    hasTimeLeft(250);
    works(20);
    hasTimeLeft(230);
  }

  @Test
  void afterFourSecondsItEndsEvenIfItOnlyWaited() {
    waits(3900);
    hasTimeLeft(100);
    waits(100);

    isOver();
  }
}
