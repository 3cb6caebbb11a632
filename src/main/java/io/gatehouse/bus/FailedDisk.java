package io.gatehouse.bus;

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

  @Override
  public void onIOException(Throwable failure, String message, String file) {
    try {
      LOG.error(
          "The disk failed under the embedded broker ({} at {}); the gateway ends, to be started again",
          message,
          file);
    } finally {
      Runtime.getRuntime().halt(DeadBroker.STATUS);
    }
  }
}
