package io.gatehouse.tools.simulation;

import java.util.concurrent.locks.LockSupport;

/** Limits how many events start in a second, evenly spread. */
final class RatePacer {

  private final double nanosForOne;
  private final long start = System.nanoTime();
  private double due;

  /**
   * @param rate events a second; 0 for no limit
   */
  RatePacer(double rate) {
    this.nanosForOne = rate == 0 ? 0 : 1e9 / rate;
  }

  /** Waits until these events may start. */
  void await(int events) {
    long wait;
    while ((wait = (long) due - (System.nanoTime() - start)) > 0) {
      LockSupport.parkNanos(wait);
    }
    due = Math.max(due, (double) (System.nanoTime() - start) - nanosForOne) + events * nanosForOne;
  }
}
