package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An orderly shutdown, while senders continue. */
class ShutdownTest {

  private static final int SENDERS = 16;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void whoIsServedAtTheEndGetsAnAnswerAndNothingIsLost() {
    stop(1);
  }

  @Test
  @Chaos
  void thirtyOrderlyEndsLoseNothing() {
    stop(30);
  }

  private void stop(int rounds) {
    Victim.Plan plan = new Victim.Plan(folder);
    History history = new History();
    Stored stored = new Stored();
    for (int round = 0; round < rounds; round++) {
      try (Victim gateway = plan.start()) {
        Load.again(gateway.port(), SENDERS, history);
        long enough = history.count() + 500;
        Load load = Load.start(gateway.port(), SENDERS, history);
        await().until(() -> history.count() >= enough);
        long before = System.nanoTime();
        gateway.signal("TERM");
        gateway.exitStatus();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LIMIT);
        load.join();
      }
    }
    Set<String> open = history.toSendAgain();
    try (Victim gateway = plan.start()) {
      stored.take(gateway.brokerPort(), history.acknowledgedSoFar());
    }

    assertThat(history.outcomes().keySet()).isSubsetOf("200", "503", "broken");
    assertThat(history.against(stored.ids()))
        .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    assertThat(stored.ids())
        .as("a connection breaks only before its request is read")
        .doesNotContainAnyElementsOf(open.isEmpty() ? Set.of("") : open);
    Figures.print("SIGTERM, " + rounds + " rounds", history);
  }
}
