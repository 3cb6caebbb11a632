package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that share only a broker, and act as one for their senders. */
class TwoGatewaysTest {

  private static final int SENDERS = 8;

  /** How long a sync takes on the slow disk. */
  private static final Duration SYNC = Duration.ofMillis(800);

  @TempDir Path folder;

  private OutsideBroker broker;
  private Victim one;
  private Victim other;

  @BeforeEach
  void start() throws IOException {
    broker = new OutsideBroker.Plan(folder.resolve("broker")).start();
    one = launch("one");
    other = launch("other");
    Stream.of(one, other).forEach(gateway -> gateway.awaitReadiness(200));
  }

  private Victim launch(String name) {
    return new Victim.Plan(folder.resolve(name)).at("tcp://127.0.0.1:" + broker.port()).launch();
  }

  @AfterEach
  void end() {
    Stream.of(one, other).forEach(Victim::close);
    broker.close();
  }

  /** An event as one sender sends it. */
  private interface Event {
    Sender.Reply send(Sender sender, int number) throws IOException;
  }

  @Test
  void equalEventsAtBothAtOnceAreOneWithOneIdAndWhenOneIsDrainedNoRequestFails() throws Exception {
    atBothAtOnce(150);
    drainOne();
  }

  @Test
  @Chaos
  void manyEqualEventsAtBothAtOnceAreOneWithOneId() throws Exception {
    atBothAtOnce(5_000);
  }

  private void atBothAtOnce(int events) throws Exception {
    List<String> withIds = new ArrayList<>();
    List<String> withoutIds = new ArrayList<>();
    ExecutorService senders = Executors.newFixedThreadPool(2 * SENDERS);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        String subject = "twin-%d-%d".formatted(events, i);
        boolean hasId = i % 2 == 0;
        Event event =
            (sender, number) ->
                hasId
                    ? sender.send(subject + "-" + number, subject)
                    : sender.sendWithoutId(subject + "-" + number);
        CyclicBarrier together = new CyclicBarrier(2);
        answers.add(senders.submit(sending(one, event, events, together)));
        answers.add(senders.submit(sending(other, event, events, together)));
      }
      for (int i = 0; i < SENDERS; i++) {
        List<String> ids = answers.get(2 * i).get();
        assertThat(ids).isEqualTo(answers.get(2 * i + 1).get());
        (i % 2 == 0 ? withIds : withoutIds).addAll(ids);
      }
    } finally {
      senders.shutdownNow();
    }

    Stored onboarding = new Stored().take(broker.port(), withIds);
    Stored business = new Stored("kyc.business").take(broker.port(), withoutIds);
    assertThat(withIds).hasSize(SENDERS / 2 * events).doesNotHaveDuplicates();
    assertThat(withoutIds).hasSize(SENDERS / 2 * events).doesNotHaveDuplicates();
    assertThat(History.compare(withIds, onboarding.ids()))
        .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    assertThat(History.compare(withoutIds, business.ids()))
        .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    Figures.print("equal events at two gateways at once: " + SENDERS * events);
  }

  private static Callable<List<String>> sending(
      Victim gateway, Event event, int events, CyclicBarrier together) {
    return () -> {
      List<String> ids = new ArrayList<>();
      try (Sender sender = new Sender(gateway.port())) {
        for (int i = 0; i < events; i++) {
          together.await();
          int number = i;
          Sender.Reply reply =
              await().until(() -> event.send(sender, number), answer -> answer.status() == 200);
          ids.add(reply.id());
        }
      }
      return ids;
    };
  }

  @Test
  @Chaos
  void anEventThatAnotherGatewayHasSentIsConfirmedNoSoonerThanItIsOnDisk() throws Exception {
    Root.needsStrace();
    Process slowDisk =
        new ProcessBuilder(
                ("strace -f -qq -o /dev/null -e trace=fdatasync"
                        + " -e inject=fdatasync:delay_enter="
                        + SYNC.toNanos() / 1_000
                        + " -p "
                        + broker.pid())
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    ExecutorService senders = Executors.newFixedThreadPool(2);
    try (Sender first = new Sender(one.port());
        Sender second = new Sender(other.port())) {
      await().until(() -> isTraced(broker.pid()));
      for (int i = 0; i < 5; i++) {
        String id = "slow-" + i;
        Future<Sender.Reply> ahead = senders.submit(() -> first.send(id, "slow"));
        await()
            .pollDelay(SYNC.dividedBy(4))
            .atMost(Duration.ofSeconds(1))
            .until(() -> !ahead.isDone());
        long sent = System.nanoTime();
        assertThat(second.send(id, "slow").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThan(SYNC.dividedBy(2));
        assertThat(ahead.get().status()).isEqualTo(200);
      }
    } finally {
      senders.shutdownNow();
      slowDisk.destroy();
    }
  }

  private static boolean isTraced(long pid) throws IOException {
    return !Files.readString(Path.of("/proc/" + pid + "/status")).contains("TracerPid:\t0\n");
  }

  private void drainOne() {
    History history = new History();
    Load load = Load.balanced(List.of(one.port(), other.port()), SENDERS, history);
    await().until(() -> history.count() > 300);

    one.signal("TERM");
    one.exitStatus();

    long before = history.count();
    await().until(() -> history.count() > before + 300);
    load.stop();
    assertThat(history.outcomes()).containsOnlyKeys("200");
    Stored stored = new Stored().take(broker.port(), history.acknowledgedSoFar());
    assertThat(history.against(stored.ids()))
        .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    Figures.print("one of two gateways drained", history);
  }
}
