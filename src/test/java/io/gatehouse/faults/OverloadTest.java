package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the gateway can do, from senders that do not wait for one another. */
class OverloadTest {

  private static final int USUAL_SENDERS = 32;
  private static final int CONNECTIONS = 256;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /**
   * The limit when everything kept for a time is full: events before they are paged, ids, log
   * entries.
   */
  private static final long MOST_GROWTH = 128L << 20;

  @TempDir Path folder;

  @Test
  void twiceWhatItCanDoMakesItRefuseSomeAndFailNone() throws Exception {
    overload(5);
  }

  @Test
  @Chaos
  void aMinuteOfTwiceWhatItCanDoIsNoDifferent() throws Exception {
    overload(60);
  }

  private void overload(int seconds) throws Exception {
    try (Victim gateway = new Victim.Plan(folder).start()) {
      History history = new History();
      long begin = System.nanoTime();
      Load.send(gateway.port(), USUAL_SENDERS, 150, history);
      long perSecond = USUAL_SENDERS * 150L * SECOND / (System.nanoTime() - begin);
      long heapBefore = gateway.heapAfterCollection();

      List<Long> latencies = openLoop(gateway.port(), 2 * perSecond, seconds, history);

      assertThat(history.outcomes().keySet()).isSubsetOf("200", "503");
      long p99 = latencies.get((int) (latencies.size() * 0.99));
      assertThat(Duration.ofNanos(p99)).isLessThan(Duration.ofSeconds(5));
      gateway.awaitReadiness(200);
      long growth = gateway.heapAfterCollection() - heapBefore;
      assertThat(growth).isLessThan(MOST_GROWTH);
      Load.again(gateway.port(), USUAL_SENDERS, history);
      assertThat(history.toSendAgain()).isEmpty();
      Stored stored = new Stored().take(gateway.brokerPort(), history.acknowledgedSoFar());
      assertThat(history.against(stored.ids()))
          .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
      Figures.print(
          "overload, %d s at 2 x %d/s, p99 of the accepted %d ms, heap growth %d MB"
              .formatted(seconds, perSecond, Duration.ofNanos(p99).toMillis(), growth >> 20),
          history);
    }
  }

  /** Sends by the clock; returns the latencies of accepted requests, sorted. */
  private static List<Long> openLoop(int port, long perSecond, int seconds, History history) {
    AtomicLong next = new AtomicLong();
    long begin = System.nanoTime();
    Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    SideBySide senders = new SideBySide();
    for (int i = 0; i < CONNECTIONS; i++) {
      String subject = "o-" + i;
      senders.start(
          () -> {
            try (Sender sender = new Sender(port)) {
              for (long n = next.getAndIncrement();
                  n < perSecond * seconds && System.nanoTime() - begin < seconds * SECOND;
                  n = next.getAndIncrement()) {
                LockSupport.parkNanos(begin + n * SECOND / perSecond - System.nanoTime());
                one(sender, "%s-%d".formatted(subject, n), subject, history, latencies);
              }
            }
          });
    }
    senders.join();
    return latencies.stream().sorted().toList();
  }

  private static void one(
      Sender sender, String id, String subject, History history, Queue<Long> latencies) {
    long before = System.nanoTime();
    try {
      Sender.Reply reply = sender.send(id, subject);
      if (reply.status() == 200) {
        history.acknowledged(id);
        latencies.add(System.nanoTime() - before);
      } else {
        history.refused(id, reply.status());
      }
    } catch (IOException e) {
      history.unanswered(id);
    }
  }
}
