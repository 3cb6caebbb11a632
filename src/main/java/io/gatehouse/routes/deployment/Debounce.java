package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteFolderSnapshot;

/**
 * Waits until an edit is complete: the folder's content counts once it is the same at two checks in
 * a row.
 */
final class Debounce {

  private RouteFolderSnapshot before;
  private RouteFolderSnapshot taken;

  /**
   * Starts with a content.
   *
   * @param taken the content that is already known
   */
  Debounce(RouteFolderSnapshot taken) {
    this.taken = taken;
  }

  /** Whether the content is new and complete; it is then known. */
  boolean isNew(RouteFolderSnapshot now) {
    boolean meant = now.equals(before) && !now.equals(taken);
    before = now;
    if (meant) {
      taken = now;
    }
    return meant;
  }

  /** Forgets the known content: any content is new then. */
  void forget() {
    before = null;
    taken = null;
  }
}
