package io.gatehouse.broker;

import java.util.concurrent.CompletableFuture;

/**
 * A way to the broker. What repeats a message of the same lane is confirmed no sooner than that.
 */
interface BrokerSender extends AutoCloseable {

  /** Sends a message, unless the outcome is there already; done when it is on disk. */
  void send(OutgoingMessage outgoing, CompletableFuture<Void> confirmed);

  @Override
  void close();
}
