package io.gatehouse.broker;

import java.util.Set;

/** Measures how many messages are in the broker's queues. */
interface QueueStatistics {

  /**
   * A queue's depth.
   *
   * @param messages how many it contains, including those that a consumer holds or that are
   *     scheduled
   * @param oldest how many seconds ago its oldest event was received; NaN if that is unknown
   */
  record Depth(long messages, double oldest) {}

  /** Receives the depth of each queue. */
  interface Reader {
    void read(String queue, Depth depth);
  }

  /**
   * Measures the queues; one that the broker does not have is left out.
   *
   * @throws RuntimeException if the broker does not respond
   */
  void measure(Set<String> queues, Reader reader);
}
