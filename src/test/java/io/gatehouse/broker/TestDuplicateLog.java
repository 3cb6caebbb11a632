package io.gatehouse.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A duplicate log in memory, which several gateways may share. */
public final class TestDuplicateLog extends DuplicateLog {

  private final List<String> entries = new CopyOnWriteArrayList<>();

  public TestDuplicateLog() {
    super(null, null);
  }

  @Override
  public CompletableFuture<Void> append(String entry, Duration timeToLive) {
    entries.add(entry);
    return CompletableFuture.completedFuture(null);
  }

  /** All entries, the oldest first. */
  public List<String> entries() {
    return List.copyOf(entries);
  }

  /** Reads all entries: none is too old to be read again. */
  @Override
  public void readSince(Instant time, Consumer<String> reader) {
    readAll(reader);
  }

  @Override
  public void readAll(Consumer<String> reader) {
    entries.forEach(reader);
  }
}
