package io.gatehouse.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;

/**
 * Sends to the bus without a thread that waits for the disk: the broker's confirmation completes
 * the send. Therefore many sends share one sync of the journal.
 */
public class DurableSender implements DisposableBean {

  private final List<BrokerSender> senders;
  private final List<SendProgress> progress;
  private final Duration patience;
  private final ExecutorService aside =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "send-aside");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Sends over these senders.
   *
   * @param patience the time after which a send has failed
   */
  DurableSender(List<BrokerSender> senders, Duration patience) {
    this.senders = senders;
    this.progress = Stream.generate(SendProgress::new).limit(senders.size()).toList();
    this.patience = patience;
  }

  /**
   * Sends a message. A broker that does not respond may block the caller for longer than the
   * time-out; what is to happen then must be attached to the outcome before.
   *
   * @param key equal for a message and its repetitions
   * @param confirmed completes when the message is on disk, and fails if it may not be, after the
   *     time-out at the latest. What depends on it runs on a thread that must not block, since
   *     others' outcomes are reported on it too
   */
  public void send(String key, OutgoingMessage outgoing, CompletableFuture<Void> confirmed) {
    int sender = Math.floorMod(key.hashCode(), senders.size());
    progress.get(sender).send();
    confirmed.whenComplete(progress.get(sender));
    confirmed.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    senders.get(sender).send(outgoing, confirmed);
  }

  /** The progress of each sender. */
  List<SendProgress> progress() {
    return progress;
  }

  /**
   * Sends a message from a thread of its own, so that the caller is not blocked: for callers on the
   * thread of another message's confirmation or time-out, which further messages wait for.
   *
   * @return as {@code confirmed} above
   */
  CompletableFuture<Void> sendAside(String key, OutgoingMessage outgoing) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    aside.execute(() -> send(key, outgoing, confirmed));
    return confirmed;
  }

  /** An outcome that fails after the time-out, for messages that wait for the sender. */
  CompletableFuture<Void> outcome() {
    return new CompletableFuture<Void>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void destroy() {
    senders.forEach(BrokerSender::close);
    aside.shutdownNow();
  }
}
