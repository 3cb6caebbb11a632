package io.gatehouse.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Notes in memory, which several gateways may share. */
public final class TestDuplicateLog extends DuplicateLog {

  private final List<String> left = new CopyOnWriteArrayList<>();

  public TestDuplicateLog() {
    super(null, null);
  }

  @Override
  public CompletableFuture<Void> leave(String note, Duration timeToLive) {
    left.add(note);
    return CompletableFuture.completedFuture(null);
  }

  /** All notes, the oldest first. */
  public List<String> left() {
    return List.copyOf(left);
  }

  /** Reads all: none is too old to be read again. */
  @Override
  public void readSince(Instant time, Consumer<String> reader) {
    readAll(reader);
  }

  @Override
  public void readAll(Consumer<String> reader) {
    left.forEach(reader);
  }
}
