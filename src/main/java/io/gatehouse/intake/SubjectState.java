package io.gatehouse.intake;

/**
 * Which state of a subject came last, among the types of one address. Which one was stored last and
 * which one was first seen last may differ while several are under way; only where both are the
 * same is it certain that no other came in between.
 */
final class SubjectState {

  private String lastSeen = "";
  private String lastStored = "";
  private String lastLogged = "";

  /** Takes in a state that was not there before. */
  synchronized void seen(String key) {
    lastSeen = key;
  }

  /** Takes in that a state is on disk now. */
  synchronized void stored(String key) {
    lastStored = key;
  }

  /** Takes in a note, of which others may follow. */
  synchronized void logged(String key) {
    lastLogged = key;
  }

  /**
   * Takes the last one that was noted for the last state, unless one is under way that came later.
   * There may have been others before it, at this gateway and at others.
   */
  synchronized void logRead() {
    if (!lastLogged.isEmpty() && lastSeen.equals(lastStored)) {
      lastSeen = lastLogged;
      lastStored = lastLogged;
    }
    lastLogged = "";
  }

  synchronized boolean isNowAnotherThan(String key) {
    return !lastSeen.equals(key) || !lastStored.equals(key);
  }
}
