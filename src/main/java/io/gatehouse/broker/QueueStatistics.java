package io.gatehouse.broker;

import java.util.Set;

/** How much lies in the broker's queues. */
interface QueueStatistics {

  /**
   * A queue's depth.
   *
   * @param messages in it, those included that a consumer holds or that wait for their time
   * @param oldest how many seconds ago the event at its head came; NaN where that is not known
   */
  record Depth(long messages, double oldest) {}

  /** What is done with the depth of each queue. */
  interface Reader {
    void read(String queue, Depth depth);
  }

  /**
   * Measures; a queue that the broker does not have is left out.
   *
   * @throws RuntimeException where the broker does not answer
   */
  void measure(Set<String> queues, Reader reader);
}
