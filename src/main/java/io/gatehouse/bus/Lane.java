package io.gatehouse.bus;

import java.util.concurrent.CompletableFuture;

/** A way to the broker, on which messages keep their order. */
interface Lane extends AutoCloseable {

  /** Sends a message, unless the outcome is there already; done when it is on disk. */
  void send(Draft draft, CompletableFuture<Void> confirmed);

  @Override
  void close();
}
