package io.gatehouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyMemoryLimiterTest {

  private final BodyMemoryLimiter budget = new BodyMemoryLimiter(100);

  @Test
  void aShareGrowsUntilNothingIsLeft() {
    BodyMemoryLimiter.Share share = budget.share();

    share.take(60);
    share.take(40);

    assertThatThrownBy(() -> budget.share().take(1)).satisfies(BodyMemoryLimiterTest::isForNow);
  }

  @Test
  void whatARequestCouldNotTakeIsLeftForOthers() {
    BodyMemoryLimiter.Share share = budget.share();
    share.take(60);

    assertThatThrownBy(() -> budget.share().take(50)).satisfies(BodyMemoryLimiterTest::isForNow);

    assertThatCode(() -> budget.share().take(40)).doesNotThrowAnyException();
  }

  @Test
  void aRequestThatNeedsMoreThanThereIsForAllIsTooDense() {
    BodyMemoryLimiter.Share share = budget.share();
    share.take(60);

    assertThatThrownBy(() -> share.take(41))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.reason()).isEqualTo("too-dense"));
    assertThatThrownBy(() -> share.take(Long.MAX_VALUE)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void aClosedShareGivesBackAllOfItOnceAndTakesNoMore() {
    BodyMemoryLimiter.Share share = budget.share();
    share.take(100);

    share.close();
    share.close();

    assertThatThrownBy(() -> share.take(1)).satisfies(BodyMemoryLimiterTest::isForNow);
    BodyMemoryLimiter.Share next = budget.share();
    next.take(100);
    assertThatThrownBy(() -> budget.share().take(1)).satisfies(BodyMemoryLimiterTest::isForNow);
  }

  @Test
  void sharesSideBySideNeverHaveMoreThanThereIs() {
    AtomicLong held = new AtomicLong();
    AtomicLong most = new AtomicLong();

    IntStream.range(0, 10_000)
        .parallel()
        .forEach(
            i -> {
              try (BodyMemoryLimiter.Share share = budget.share()) {
                share.take(i % 40 + 1);
                most.accumulateAndGet(held.addAndGet(i % 40 + 1), Math::max);
                held.addAndGet(-(i % 40 + 1));
              } catch (RefusedException e) {
                assertThat(e).satisfies(BodyMemoryLimiterTest::isForNow);
              }
            });

    assertThat(most).hasValueLessThanOrEqualTo(100);
    assertThatCode(() -> budget.share().take(100)).doesNotThrowAnyException();
  }

  private static void isForNow(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.Unavailable.SHORTLY));
  }
}
