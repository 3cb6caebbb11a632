package io.gatehouse.bus;

import java.util.Set;

/**
 * Why the bus takes no writes, for operators.
 *
 * @param kind a fixed word, for the metric
 * @param sentence for the log and the health page; it names the place and what to do, and nothing
 *     of an event
 */
record BusTrouble(String kind, String sentence) {

  /** Finds out what is behind a write that failed. */
  interface Finder {

    BusTrouble of(Throwable failure);

    /** The kinds that there are, which begin to be counted at zero. */
    default Set<String> kinds() {
      return Set.of();
    }
  }
}
