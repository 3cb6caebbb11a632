package io.gatehouse.broker;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A lock around a sender, for which nobody waits longer than for a confirmation. */
final class TimedLock {

  private final ReentrantLock lock = new ReentrantLock();
  private final Duration patience;

  TimedLock(Duration patience) {
    this.patience = patience;
  }

  /**
   * Waits for the lock.
   *
   * @param confirmed the message's outcome: fails if the lock was not obtained
   * @return whether the message is to be sent, and {@link #end} called then
   */
  boolean take(CompletableFuture<Void> confirmed) {
    try {
      if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        confirmed.completeExceptionally(new JMSException("The broker takes nothing"));
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      confirmed.completeExceptionally(e);
      return false;
    }
    if (confirmed.isDone()) {
      lock.unlock();
      return false;
    }
    return true;
  }

  /** Waits for the lock without a limit. */
  void take() {
    lock.lock();
  }

  void end() {
    lock.unlock();
  }
}
