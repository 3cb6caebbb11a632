package io.gatehouse.custody;

import java.time.Duration;
import java.util.Optional;

/**
 * An event's id.
 *
 * @param value the id
 * @param given whether an event got this id before, and that has been noted
 * @param note what has to be on disk too before the event's sender is told that it was stored
 */
record EventId(String value, boolean given, Optional<Note> note) {

  /**
   * A note that is still to be left.
   *
   * @param text what it says
   * @param timeToLive how long it holds
   * @param left to be run when it is on disk
   */
  record Note(String text, Duration timeToLive, Runnable left) {}
}
