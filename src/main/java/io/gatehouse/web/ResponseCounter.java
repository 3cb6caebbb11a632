package io.gatehouse.web;

import java.util.concurrent.atomic.AtomicBoolean;

/** Counts one request, once, by the status that its sender got. */
final class ResponseCounter {

  /**
   * The status of a response that reached nobody: the sender had closed the connection, or did not
   * read it. HTTP defines none for this; the value is nginx's.
   */
  static final int NOBODY_THERE = 499;

  private final RequestMetrics meters;
  private final String vendor;
  private final long begun;
  private final AtomicBoolean counted = new AtomicBoolean();

  /**
   * Starts with a new request.
   *
   * @param vendor the vendor of the path, or {@link RequestMetrics#NO_VENDOR}
   */
  ResponseCounter(RequestMetrics meters, String vendor) {
    this.meters = meters;
    this.vendor = vendor;
    this.begun = System.nanoTime();
  }

  /** Counts this status, or {@link #NOBODY_THERE}; only the first call counts. */
  void ended(int status) {
    if (counted.compareAndSet(false, true)) {
      meters.answered(vendor, status, begun);
    }
  }
}
