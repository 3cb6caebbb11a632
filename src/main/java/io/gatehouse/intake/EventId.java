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
 * @param logEntry what must be on disk too before the event's sender gets its 200
 * @param stored runs when event and log entry are on disk
 * @param answered learns whether the sender's 200 was written
 */
record EventId(
    String value,
    Occurrence occurrence,
    Optional<LogEntry> logEntry,
    Runnable stored,
    ResponseListener answered) {

  /** How an event relates to earlier ones, as far as this gateway knows. */
  enum Occurrence {
    /** The event is new. */
    FIRST,
    /** It was stored before. */
    AGAIN,
    /** The event is new: an earlier one had the same natural key and different content. */
    DIFFERS
  }

  /** An id for which nothing has to be logged. */
  static EventId unlogged(String value, Occurrence occurrence) {
    return new EventId(value, occurrence, Optional.empty(), () -> {}, done -> {});
  }

  /**
   * An entry of the duplicate log that is still to be written.
   *
   * @param content its text, made when it is written
   * @param timeToLive how long it is valid
   * @param onStored runs when it is on disk
   */
  record LogEntry(Supplier<String> content, Duration timeToLive, Runnable onStored) {

    String text() {
      return content.get();
    }
  }
}
