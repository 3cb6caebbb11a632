package io.gatehouse.operators;

/**
 * Why a message stays where it is.
 *
 * @param word fixed, to be counted
 * @param sentence for the operator
 */
record Stays(String word, String sentence) {

  static final Stays NO_ORIGIN =
      new Stays("no-origin", "It does not say which queue it came from.");

  static final Stays NO_QUEUE =
      new Stays("no-queue", "The queue that it came from is no longer on the bus.");

  static final Stays NO_COPY =
      new Stays("no-copy", "Its body is neither text nor bytes, so it cannot be sent again.");

  static final Stays OUT_OF_REACH =
      new Stays(
          "out-of-reach",
          "Somebody else has it at this moment, or it lies on disk behind other messages.");
}
