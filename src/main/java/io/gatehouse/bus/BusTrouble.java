package io.gatehouse.bus;

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
  }
}
