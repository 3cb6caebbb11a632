package io.gatehouse.web;

import java.util.concurrent.atomic.AtomicBoolean;

/** Counts one request, once: by the status that its sender got. */
final class ResponseCounter {

  /**
   * The status of an answer that found nobody: the sender had closed the connection, or read no
   * answer. HTTP has none for it; this is nginx's.
   */
  static final int NOBODY_THERE = 499;

  private final RequestMetrics meters;
  private final String vendor;
  private final long begun;
  private final AtomicBoolean counted = new AtomicBoolean();

  /**
   * A request that begins now.
   *
   * @param vendor whose path it is, or {@link RequestMetrics#NO_VENDOR}
   */
  ResponseCounter(RequestMetrics meters, String vendor) {
    this.meters = meters;
    this.vendor = vendor;
    this.begun = System.nanoTime();
  }

  /** The sender got this status, or {@link #NOBODY_THERE}; the first that is said counts. */
  void ended(int status) {
    if (counted.compareAndSet(false, true)) {
      meters.answered(vendor, status, begun);
    }
  }
}
