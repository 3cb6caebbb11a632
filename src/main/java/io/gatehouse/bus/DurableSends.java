package io.gatehouse.bus;

import io.gatehouse.bus.BusConnection.Broker;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Sends to the bus without a thread that waits for the disk: the broker's confirmation, which comes
 * when the message is there, completes the send (JMS 2.0, section 7.3). So many sends share one
 * sync of the journal.
 */
@Component
public class DurableSends implements DisposableBean {

  /**
   * After how many bytes each side tells the other what it has got. Until then the broker keeps its
   * answers, of some thirty bytes each, in memory.
   */
  private static final int UNCONFIRMED = 64 * 1024;

  private final List<Lane> lanes;
  private final Duration patience;
  private final ExecutorService aside =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "send-aside");
            thread.setDaemon(true);
            return thread;
          });

  @Autowired
  DurableSends(
      Broker broker,
      @Value("${gatehouse.bus.send-timeout-millis:5000}") int timeout,
      @Value("${gatehouse.bus.lanes:4}") int lanes)
      throws JMSException {
    this(lanes(broker, timeout, lanes), Duration.ofMillis(timeout));
  }

  DurableSends(List<Lane> lanes, Duration patience) {
    this.lanes = lanes;
    this.patience = patience;
  }

  private static List<Lane> lanes(Broker broker, int timeout, int count) throws JMSException {
    ActiveMQConnectionFactory connections = broker.connections(timeout);
    // Without credits a send to a full address fails in time, where it would wait for ever.
    connections.setProducerWindowSize(-1);
    connections.setConfirmationWindowSize(UNCONFIRMED);
    return Stream.generate(() -> new Lane(connections, Duration.ofMillis(timeout)))
        .limit(count)
        .toList();
  }

  /**
   * Sends a message. A broker that does not answer may hold up the caller for longer than the
   * time-out; what is to happen then must be attached to the outcome before.
   *
   * @param key messages of one key keep their order
   * @param confirmed done when it is on disk, and failed where it may not be, after the time-out at
   *     the latest
   */
  public void send(String key, Draft draft, CompletableFuture<Void> confirmed) {
    confirmed.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    lanes.get(Math.floorMod(key.hashCode(), lanes.size())).send(draft, confirmed);
  }

  /**
   * Sends a message from a thread of its own, so that nobody is held up: for those who come from
   * another message's confirmation or time-out, behind which others wait.
   *
   * @return as {@code confirmed} above
   */
  CompletableFuture<Void> sendAside(String key, Draft draft) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    aside.execute(() -> send(key, draft, confirmed));
    return confirmed;
  }

  /** An outcome that fails after the time-out, for those who wait for their turn. */
  CompletableFuture<Void> outcome() {
    return new CompletableFuture<Void>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void destroy() {
    lanes.forEach(Lane::close);
    aside.shutdownNow();
  }
}
