package io.gatehouse.broker;

import io.gatehouse.broker.BrokerConnectionConfiguration.Broker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Makes sure that what the broker has accepted is on disk, where its confirmation is not enough: it
 * confirms a duplicate as soon as it has seen the first event, which may be before that is on disk.
 */
@Component
public class DiskBarrier {

  private final DurableSender sends;
  private final boolean alwaysNeeded;
  private CompletableFuture<Void> inProgress;
  private CompletableFuture<Void> next;

  @Autowired
  DiskBarrier(DurableSender sends, Broker broker) {
    this(sends, broker.outside());
  }

  DiskBarrier(DurableSender sends, boolean alwaysNeeded) {
    this.sends = sends;
    this.alwaysNeeded = alwaysNeeded;
  }

  /**
   * Whether the broker's confirmation is never enough, because it may be about an equal event that
   * another gateway has just sent.
   */
  public boolean isAlwaysNeeded() {
    return alwaysNeeded;
  }

  /**
   * Writes to disk, and fails after the time-out of a send. When this is done, so is everything
   * that the broker accepted before: the journal is one sequence, and nothing in it is synced
   * before what precedes it; an event whose queue is paged enters it once its page is written.
   * Callers that arrive during one write share the next.
   */
  public CompletableFuture<Void> settle() {
    CompletableFuture<Void> mine;
    synchronized (this) {
      if (next == null) {
        next = sends.outcome();
      }
      mine = next;
    }
    writeNext();
    return mine;
  }

  private void writeNext() {
    CompletableFuture<Void> now;
    synchronized (this) {
      if (inProgress != null || next == null) {
        return;
      }
      inProgress = next;
      now = next;
      next = null;
    }
    sends
        .sendAside(
            BrokerHealthIndicator.QUEUE,
            OutgoingMessage.text(BrokerHealthIndicator.QUEUE, "", Duration.ZERO))
        .whenComplete(
            (done, failure) -> {
              synchronized (this) {
                inProgress = null;
              }
              writeNext();
              if (failure == null) {
                now.complete(null);
              } else {
                now.completeExceptionally(failure);
              }
            });
  }
}
