package io.gatehouse.broker;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * Counts the messages of a sender and their outcomes. Every message is counted here, so it reads no
 * clock.
 */
final class SendProgress implements BiConsumer<Void, Throwable> {

  private final LongAdder sent = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder confirmed = new LongAdder();

  void send() {
    sent.increment();
  }

  /** Counts a message's outcome. */
  @Override
  public void accept(Void done, Throwable failure) {
    if (failure == null) {
      confirmed.increment();
    }
    ended.increment();
  }

  /** How many messages are without an outcome. */
  long waiting() {
    long over = ended.sum();
    return sent.sum() - over;
  }

  /** How many messages the broker has confirmed in time. */
  long confirmed() {
    return confirmed.sum();
  }
}
