package io.gatehouse.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;

/** Finds the cause of an outage of the embedded broker: usually its disk, which is full or slow. */
final class EmbeddedOutageProbe implements BrokerOutage.Finder {

  private static final double GIGABYTE = 1e9;

  private final Path folder;
  private final Disk disk;
  private final Duration patience;

  /** What the broker knows of its disk. */
  interface Disk {

    /** Whether it blocks sends because too much of the disk is used. */
    boolean isFull();

    /** The percentage from which it does. */
    int most();

    /** The free space in bytes, as the broker last measured it. */
    long free();

    /** The size in bytes; 0 if the broker has not measured it yet. */
    long size();

    /** The last two in words. The disk itself, which might not respond, is not accessed. */
    default String room() {
      return size() == 0
          ? "how much is free is not known yet"
          : String.format(
              Locale.ROOT, "%.1f GB of %.1f GB are free", free() / GIGABYTE, size() / GIGABYTE);
    }
  }

  /**
   * A finder.
   *
   * @param folder the broker's data directory
   * @param patience how long a write may take
   */
  EmbeddedOutageProbe(Path folder, Disk disk, Duration patience) {
    this.folder = folder;
    this.disk = disk;
    this.patience = patience;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("disk-full", "disk-slow", "memory-full", "stopped", "no-queue", "other");
  }

  @Override
  public BrokerOutage of(Throwable failure) {
    if (disk.isFull()) {
      return new BrokerOutage(
          "disk-full",
          "the disk of %s (gatehouse.broker.data-directory) is too full: %s, and the broker in this process takes nothing while more than %d per cent are used (gatehouse.broker.max-disk-usage); make room"
              .formatted(folder, disk.room(), disk.most()));
    }
    ActiveMQExceptionType type = BrokerOutage.typeOf(failure);
    return switch (type) {
      case CONNECTION_TIMEDOUT ->
          new BrokerOutage(
              "disk-slow",
              "a write to %s (gatehouse.broker.data-directory) was not on disk after %d ms (gatehouse.bus.send-timeout-millis): the disk is slow or stands still; %s"
                  .formatted(folder, patience.toMillis(), disk.room()));
      case ADDRESS_FULL ->
          new BrokerOutage(
              "memory-full",
              "the broker in this process has no memory left for %s: look for queues that nobody reads"
                  .formatted(BrokerHealthIndicator.QUEUE));
      case NOT_CONNECTED, DISCONNECTED ->
          new BrokerOutage("stopped", "the broker in this process has stopped");
      case QUEUE_DOES_NOT_EXIST, ADDRESS_DOES_NOT_EXIST -> BrokerOutage.noQueue();
      default -> BrokerOutage.other(failure);
    };
  }
}
