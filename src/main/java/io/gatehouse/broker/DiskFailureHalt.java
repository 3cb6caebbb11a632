package io.gatehouse.broker;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process as soon as the embedded broker's disk has failed. Artemis reports this before it
 * continues, and its further confirmations must not get out: its journal (2.57, NIO) confirms what
 * it could not write, when a later sync succeeds or the file is closed.
 */
final class DiskFailureHalt implements IOCriticalErrorListener {

  private static final Logger LOG = LoggerFactory.getLogger(DiskFailureHalt.class);

  private final Supplier<String> place;
  private final IntConsumer halt;

  /**
   * The listener.
   *
   * @param place describes where the broker writes, without accessing the disk
   * @param halt ends the process at once with an exit status
   */
  DiskFailureHalt(Supplier<String> place, IntConsumer halt) {
    this.place = place;
    this.halt = halt;
  }

  @Override
  public void onIOException(Throwable failure, String message, String file) {
    end("%s at %s".formatted(message, file));
  }

  /** Ends the process, even if logging fails. */
  void end(String why) {
    try {
      LOG.error(
          "The embedded broker cannot write to {} ({}); the gateway ends, to be started again",
          place.get(),
          why);
    } finally {
      halt.accept(BrokerWatchdog.STATUS);
    }
  }
}
