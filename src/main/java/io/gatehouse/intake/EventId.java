package io.gatehouse.intake;

import io.gatehouse.webhook.ResponseListener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An event's id.
 *
 * @param value the id
 * @param occurrence whether the gateway has seen the event before
 * @param logEntry what has to be on disk too before the event's sender is told that it was stored
 * @param stored to be run when event and note are on disk
 * @param answered to be told whether the sender's 200 was written
 */
record EventId(
    String value,
    Occurrence occurrence,
    Optional<LogEntry> logEntry,
    Runnable stored,
    ResponseListener answered) {

  /** How an event relates to those before it, as far as this gateway knows. */
  enum Occurrence {
    /** It is new. */
    FIRST,
    /** It was stored before. */
    AGAIN,
    /** It is new: one before had the same natural key and said something else. */
    DIFFERS
  }

  /** An id of which nothing has to be remembered. */
  static EventId unlogged(String value, Occurrence occurrence) {
    return new EventId(value, occurrence, Optional.empty(), () -> {}, done -> {});
  }

  /**
   * A note that is still to be left.
   *
   * @param content what it says, made when it is left
   * @param timeToLive how long it holds
   * @param onStored to be run when it is on disk
   */
  record LogEntry(Supplier<String> content, Duration timeToLive, Runnable onStored) {

    String text() {
      return content.get();
    }
  }
}
