package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The lock around a sender. */
class TimedLockTest {

  private final CompletableFuture<Void> confirmed = new CompletableFuture<>();

  /** Takes the lock on another thread, which a reentrant lock would not stop. */
  private static boolean elsewhere(TimedLock lock, CompletableFuture<Void> confirmed) {
    return CompletableFuture.supplyAsync(() -> lock.take(confirmed)).join();
  }

  @Test
  void whoTakesItSendsAndWhoComesAfterItsEndTakesItAgain() {
    TimedLock lock = new TimedLock(Duration.ofSeconds(10));

    assertThat(lock.take(confirmed)).isTrue();
    lock.end();

    assertThat(elsewhere(lock, new CompletableFuture<>())).isTrue();
    assertThat(confirmed).isNotDone();
  }

  @Test
  void whoWaitsTooLongSendsNothingAndItsMessageFails() {
    TimedLock lock = new TimedLock(Duration.ofMillis(1));
    lock.take();

    assertThat(elsewhere(lock, confirmed)).isFalse();

    assertThatThrownBy(confirmed::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(JMSException.class);
  }

  @Test
  void aMessageThatWasGivenUpMeanwhileIsNotSentAndTheLockIsFree() {
    TimedLock lock = new TimedLock(Duration.ofSeconds(10));
    CompletableFuture<Void> over = CompletableFuture.completedFuture(null);

    assertThat(lock.take(over)).isFalse();

    assertThat(elsewhere(lock, confirmed)).isTrue();
  }

  @Test
  void whoIsInterruptedSendsNothingAndStaysInterrupted() {
    TimedLock lock = new TimedLock(Duration.ofSeconds(10));

    boolean interrupted =
        CompletableFuture.supplyAsync(
                () -> {
                  Thread.currentThread().interrupt();
                  boolean taken = lock.take(confirmed);
                  return !taken && Thread.interrupted();
                })
            .join();

    assertThat(interrupted).isTrue();
    assertThatThrownBy(confirmed::join).hasCauseInstanceOf(InterruptedException.class);
  }
}
