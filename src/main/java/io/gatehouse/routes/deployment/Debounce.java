package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteFolderSnapshot;

/**
 * Tells what somebody has saved from what somebody is saving: what lies in the folder at two looks
 * in a row is meant.
 */
final class Debounce {

  private RouteFolderSnapshot before;
  private RouteFolderSnapshot taken;

  /**
   * Begins.
   *
   * @param taken what is known already
   */
  Debounce(RouteFolderSnapshot taken) {
    this.taken = taken;
  }

  /** Whether what lies there now is to be taken; it is known from then on. */
  boolean isNew(RouteFolderSnapshot now) {
    boolean meant = now.equals(before) && !now.equals(taken);
    before = now;
    if (meant) {
      taken = now;
    }
    return meant;
  }

  /** Forgets what is known: whatever comes is to be taken. */
  void forget() {
    before = null;
    taken = null;
  }
}
