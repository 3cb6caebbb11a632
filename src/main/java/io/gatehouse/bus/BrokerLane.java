package io.gatehouse.bus;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.UUIDGenerator;

/**
 * Straight into the broker of this process: what the broker itself does with a message that has
 * come over a connection, without client, packets and the threads between them. Consumers cannot
 * tell a message from one that a {@link ClientLane} sent.
 */
final class BrokerLane implements Lane {

  private static final int USUAL_BYTES = 1024;

  private final ActiveMQServer broker;
  private final Duration patience;
  private final ReentrantLock turn = new ReentrantLock();

  /**
   * Brings messages into their queues, and then confirms them, one after the other. It is a thread
   * of the lane's own, for the broker would wake another one of thirty each time.
   */
  private final ExecutorService inOrder =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "confirm");
            thread.setDaemon(true);
            return thread;
          });

  /** What the lane has written and is not on disk: a duplicate of that waits for it. */
  private OperationContext writes;

  /** The last that had an error, which it would tell to all that come after. */
  private volatile OperationContext failed;

  private boolean closed;

  /**
   * A lane.
   *
   * @param broker one that is active
   * @param patience how long a message may wait for those that are being given to the lane
   */
  BrokerLane(ActiveMQServer broker, Duration patience) {
    this.broker = broker;
    this.patience = patience;
    this.writes = broker.getStorageManager().newContext(inOrder);
  }

  @Override
  public void send(Draft draft, CompletableFuture<Void> confirmed) {
    try {
      if (!turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ActiveMQException("The broker takes nothing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      confirmed.completeExceptionally(e);
      return;
    } catch (ActiveMQException e) {
      confirmed.completeExceptionally(e);
      return;
    }
    OperationContext written;
    try {
      if (confirmed.isDone()) {
        return;
      }
      written = store(draft);
    } catch (Exception e) {
      confirmed.completeExceptionally(e);
      return;
    } finally {
      turn.unlock();
    }
    written.executeOnCompletion(new Confirmation(written, confirmed));
  }

  private OperationContext store(Draft draft) throws Exception {
    if (closed || !broker.isActive()) {
      throw new ActiveMQException(ActiveMQExceptionType.NOT_CONNECTED, "The broker is not active");
    }
    // The broker would remember the id of a message that it has no queue for.
    if (broker.locateQueue(SimpleString.of(draft.queue())) == null) {
      throw new ActiveMQNonExistentQueueException("There is no queue " + draft.queue());
    }
    StorageManager storage = broker.getStorageManager();
    if (writes == failed) {
      writes = storage.newContext(inOrder);
    }
    storage.setContext(writes);
    try {
      Message message = message(draft, storage.generateID());
      broker
          .getPostOffice()
          .route(LargeServerMessageImpl.checkLargeMessage(message, storage), false);
      return writes;
    } finally {
      storage.clearContext();
    }
  }

  /** What Artemis's JMS client makes of the same. */
  private static Message message(Draft draft, long id) {
    CoreMessage message = new CoreMessage(id, USUAL_BYTES);
    message.setAddress(draft.queue());
    message.setRoutingType(RoutingType.ANYCAST);
    message.setDurable(true);
    message.setPriority((byte) jakarta.jms.Message.DEFAULT_PRIORITY);
    message.setUserID(UUIDGenerator.getInstance().generateUUID());
    message.setTimestamp(System.currentTimeMillis());
    if (!draft.timeToLive().isZero()) {
      message.setExpiration(message.getTimestamp() + draft.timeToLive().toMillis());
    }
    for (Map.Entry<String, Object> property : draft.properties().entrySet()) {
      MessageUtil.setObjectProperty(message, property.getKey(), property.getValue());
    }
    if (draft.body() instanceof byte[] bytes) {
      message.setType(Message.BYTES_TYPE);
      message.getBodyBuffer().writeBytes(bytes);
    } else {
      message.setType(Message.TEXT_TYPE);
      SimpleString text = SimpleString.of((String) draft.body());
      TextMessageUtil.writeBodyText(message.getBodyBuffer(), text);
    }
    return message;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      inOrder.shutdown();
    } finally {
      turn.unlock();
    }
  }

  /** The journal's word on a message. */
  private final class Confirmation implements IOCallback {

    private final OperationContext written;
    private final CompletableFuture<Void> confirmed;

    Confirmation(OperationContext written, CompletableFuture<Void> confirmed) {
      this.written = written;
      this.confirmed = confirmed;
    }

    @Override
    public void done() {
      confirmed.complete(null);
    }

    @Override
    public void onError(int code, String text) {
      failed = written;
      confirmed.completeExceptionally(
          new ActiveMQException(ActiveMQExceptionType.getType(code), text));
    }
  }
}
