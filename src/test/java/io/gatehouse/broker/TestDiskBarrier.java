package io.gatehouse.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that writes at once, and counts its callers. */
public final class TestDiskBarrier {

  private final AtomicInteger settled = new AtomicInteger();

  /** The barrier at an external broker, or at the embedded one. */
  public DiskBarrier at(boolean outsideBroker) {
    return new DiskBarrier(
        new DurableSender(List.of(), Duration.ofMinutes(1)) {
          @Override
          CompletableFuture<Void> sendAside(String key, OutgoingMessage outgoing) {
            settled.incrementAndGet();
            return CompletableFuture.completedFuture(null);
          }
        },
        outsideBroker);
  }

  public int settled() {
    return settled.get();
  }
}
