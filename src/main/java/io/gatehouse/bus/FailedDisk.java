package io.gatehouse.bus;

import java.util.function.IntConsumer;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process at the moment at which the disk has failed under the embedded broker. Artemis
 * tells this before it goes on, and what it does then must not be heard: its journal (2.55, NIO)
 * confirms what it could not write, when the sync after that succeeds or the file is closed.
 */
final class FailedDisk implements IOCriticalErrorListener {

  private static final Logger LOG = LoggerFactory.getLogger(FailedDisk.class);

  private final IntConsumer halt;

  /**
   * The end.
   *
   * @param halt ends the process at once with an exit status
   */
  FailedDisk(IntConsumer halt) {
    this.halt = halt;
  }

  @Override
  public void onIOException(Throwable failure, String message, String file) {
    end("%s at %s".formatted(message, file));
  }

  /** Ends the process, whatever becomes of the log. */
  void end(String why) {
    try {
      LOG.error(
          "The embedded broker cannot write ({}); the gateway ends, to be started again", why);
    } finally {
      halt.accept(DeadBroker.STATUS);
    }
  }
}
