package io.gatehouse.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Sends directly into the embedded broker: does what the broker itself does with a message from a
 * connection, without client, packets and the threads between them. Consumers cannot distinguish
 * such a message from one sent by a {@link ClientBrokerSender}.
 */
final class EmbeddedBrokerSender implements BrokerSender {

  private final ActiveMQServer broker;
  private final DiskFailureHalt failedDisk;
  private final TimedLock lock;

  /**
   * Routes messages to their queues, and then confirms them, one after the other. The sender has a
   * thread of its own, since the broker would wake another one of thirty each time.
   */
  private final ExecutorService inOrder =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "confirm");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Completes when all messages of this sender are on disk; the next message may repeat one of
   * them.
   */
  private CompletableFuture<Void> allSoFar = CompletableFuture.completedFuture(null);

  private volatile boolean closed;

  /**
   * A sender.
   *
   * @param broker an active broker
   * @param patience how long a message may wait for messages before it
   * @param failedDisk learns of a message that the broker accepted and could not write
   */
  EmbeddedBrokerSender(ActiveMQServer broker, Duration patience, DiskFailureHalt failedDisk) {
    this.broker = broker;
    this.failedDisk = failedDisk;
    this.lock = new TimedLock(patience);
  }

  @Override
  public void send(OutgoingMessage outgoing, CompletableFuture<Void> confirmed) {
    if (!lock.take(confirmed)) {
      return;
    }
    OperationContext written;
    CompletableFuture<Void> onDisk = new CompletableFuture<>();
    try {
      written = store(outgoing);
      allSoFar = allSoFar.thenCombine(onDisk, (before, now) -> now);
      allSoFar.thenRun(() -> confirmed.complete(null));
    } catch (Exception | Error e) {
      // A stack overflow in the broker is a failed send, too.
      confirmed.completeExceptionally(e);
      return;
    } finally {
      lock.end();
    }
    onDisk.exceptionally(
        failure -> {
          confirmed.completeExceptionally(failure);
          return null;
        });
    written.executeOnCompletion(new Confirmation(onDisk));
  }

  /** Passes a message to the broker, and returns the context of what must be on disk. */
  private OperationContext store(OutgoingMessage outgoing) throws Exception {
    if (!isOpen()) {
      throw new ActiveMQException(ActiveMQExceptionType.NOT_CONNECTED, "The broker is not active");
    }
    // The broker would remember the id of a message that no queue receives.
    Queue queue = broker.locateQueue(SimpleString.of(outgoing.queue()));
    if (queue == null || !takesAll(queue, outgoing.queue())) {
      throw new ActiveMQNonExistentQueueException("There is no queue " + outgoing.queue());
    }
    StorageManager storage = broker.getStorageManager();
    // One for each message, since it only counts what is on disk: one message's page would be taken
    // for another's commit (ARTEMIS-6268).
    OperationContext written = storage.newContext(inOrder);
    storage.setContext(written);
    try {
      route(CoreMessageFactory.of(outgoing, storage));
      return written;
    } finally {
      storage.clearContext();
    }
  }

  private static boolean takesAll(Queue queue, String address) {
    return queue.getAddress().toString().equals(address)
        && queue.isEnabled()
        && queue.getFilter() == null
        && !queue.isPurgeOnNoConsumers();
  }

  private void route(Message message) throws Exception {
    RoutingStatus status = broker.getPostOffice().route(message, false);
    if (status != RoutingStatus.OK && message instanceof LargeServerMessage large) {
      // The broker leaves the file of a message that it rejects, such as a vendor's retry.
      large.deleteFile();
    }
    if (status != RoutingStatus.OK && status != RoutingStatus.DUPLICATED_ID) {
      throw new ActiveMQException("Nothing keeps messages for " + message.getAddress());
    }
  }

  private boolean isOpen() {
    return !closed && broker.getState() == ActiveMQServer.SERVER_STATE.STARTED;
  }

  @Override
  public void close() {
    closed = true;
    inOrder.shutdown();
  }

  /** The broker's confirmation of a message. */
  private final class Confirmation implements IOCallback {

    private final CompletableFuture<Void> onDisk;

    Confirmation(CompletableFuture<Void> onDisk) {
      this.onDisk = onDisk;
    }

    @Override
    public void done() {
      if (broker.getIoCriticalErrorListener().isPreviouslyFailed()) {
        onError(ActiveMQExceptionType.IO_ERROR.getCode(), "The disk has failed");
      } else {
        onDisk.complete(null);
      }
    }

    @Override
    public void onError(int code, String text) {
      if (isOpen()) {
        // The broker remembers its id, and would confirm the next equal message as stored.
        failedDisk.end(text);
      }
      onDisk.completeExceptionally(
          new ActiveMQException(ActiveMQExceptionType.getType(code), text));
    }
  }
}
