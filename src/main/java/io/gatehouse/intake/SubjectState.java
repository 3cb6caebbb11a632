package io.gatehouse.intake;

/**
 * Which state of a subject is the latest, among the types of one address. The one stored last and
 * the one first seen last may differ while several are in flight; only if both are the same is it
 * certain that no other was in between.
 */
final class SubjectState {

  private String lastSeen = "";
  private String lastStored = "";
  private String lastLogged = "";

  /** Records a state that was not there before. */
  synchronized void seen(String key) {
    lastSeen = key;
  }

  /** Records that a state is on disk now. */
  synchronized void stored(String key) {
    lastStored = key;
  }

  /** Records a log entry, which others may follow. */
  synchronized void logged(String key) {
    lastLogged = key;
  }

  /**
   * Takes the last logged state as the latest, unless a later one is in flight. There may have been
   * others before it, at this gateway and at others.
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
