package io.gatehouse.bus;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes that go nowhere, and how often somebody waited for the disk. */
public final class TestNotes {

  private final AtomicInteger settled = new AtomicInteger();

  public Notes notes() {
    return new Notes(
        null,
        new DurableSends(List.of(), Duration.ZERO) {
          @Override
          public CompletableFuture<Void> send(String key, Draft draft) {
            settled.incrementAndGet();
            return CompletableFuture.completedFuture(null);
          }
        });
  }

  public int settled() {
    return settled.get();
  }
}
