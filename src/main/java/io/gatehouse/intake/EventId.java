package io.gatehouse.intake;

import io.gatehouse.webhook.ResponseListener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An event's id.
 *
 * @param value the id
 * @param sight whether the gateway has seen the event before
 * @param note what has to be on disk too before the event's sender is told that it was stored
 * @param stored to be run when event and note are on disk
 * @param answered to be told whether the sender's 200 was written
 */
record EventId(
    String value, Sight sight, Optional<Note> note, Runnable stored, ResponseListener answered) {

  /** How an event relates to those before it, as far as this gateway knows. */
  enum Sight {
    /** It is new. */
    FIRST,
    /** It was stored before. */
    AGAIN,
    /** It is new: one before had the same natural key and said something else. */
    DIFFERS
  }

  /** An id of which nothing has to be remembered. */
  static EventId unnoted(String value, Sight sight) {
    return new EventId(value, sight, Optional.empty(), () -> {}, done -> {});
  }

  /**
   * A note that is still to be left.
   *
   * @param words what it says, made when it is left
   * @param timeToLive how long it holds
   * @param left to be run when it is on disk
   */
  record Note(Supplier<String> words, Duration timeToLive, Runnable left) {

    String text() {
      return words.get();
    }
  }
}
