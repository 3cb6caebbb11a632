package io.gatehouse.admin;

/**
 * Why a message stays parked.
 *
 * @param word fixed, to be counted
 * @param sentence for the operator
 */
record RedriveRefusal(String word, String sentence) {

  static final RedriveRefusal NO_ORIGIN =
      new RedriveRefusal("no-origin", "It does not say which queue it came from.");

  static final RedriveRefusal NO_QUEUE =
      new RedriveRefusal("no-queue", "The queue that it came from is no longer on the bus.");

  static final RedriveRefusal NO_COPY =
      new RedriveRefusal(
          "no-copy", "Its body is neither text nor bytes, so it cannot be sent again.");

  static final RedriveRefusal OUT_OF_REACH =
      new RedriveRefusal(
          "out-of-reach",
          "Somebody else has it at this moment, or it lies on disk behind other messages.");
}
