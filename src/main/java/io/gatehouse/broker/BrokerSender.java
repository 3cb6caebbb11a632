package io.gatehouse.broker;

import java.util.concurrent.CompletableFuture;

/**
 * Sends to the broker. A repeated message of the same sender is never confirmed before the first.
 */
interface BrokerSender extends AutoCloseable {

  /**
   * Sends a message, unless the outcome is already complete, which happens when the message is on
   * disk.
   */
  void send(OutgoingMessage outgoing, CompletableFuture<Void> confirmed);

  @Override
  void close();
}
