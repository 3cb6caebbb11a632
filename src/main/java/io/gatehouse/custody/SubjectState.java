package io.gatehouse.custody;

/**
 * Which state of a subject came last, among the types of one address. Which one was stored last and
 * which one was first seen last may differ while several are under way; only where both are the
 * same is it certain that no other came in between.
 */
final class SubjectState {

  private volatile String lastSeen = "";
  private volatile String lastStored = "";

  /** Takes in a state that was not there before. */
  void seen(String key) {
    lastSeen = key;
  }

  /** Takes in that a state is on disk now. */
  void stored(String key) {
    lastStored = key;
  }

  boolean isNowAnotherThan(String key) {
    return !lastSeen.equals(key) || !lastStored.equals(key);
  }
}
