package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any moment. */
class KillTest {

  private static final int SENDERS = 16;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereOnceAfterIt() {
    killAgainAndAgain(2, 1, new Victim.Plan(folder));
  }

  @Test
  @Chaos
  void whatWasAcknowledgedBeforeAHundredKillsIsThereOnceAfterThem() {
    killAgainAndAgain(100, 1, new Victim.Plan(folder));
  }

  @Test
  @Chaos
  void twoEqualEventsAtTheMomentOfTwentyKillsAreOneAfterTheRetry() {
    killAgainAndAgain(20, 2, new Victim.Plan(folder));
  }

  @Test
  @Chaos
  void aKillWhileTheQueueIsOnDiskLosesNothingEither() throws IOException {
    killAgainAndAgain(
        20,
        1,
        new Victim.Plan(folder.resolve("data"))
            .set("gatehouse.broker.addresses", BusFiles.soonOnDisk(folder)));
  }

  /** A round is: start, take all, send again what got no 200, take all, load, kill. */
  private static void killAgainAndAgain(int rounds, int copies, Victim.Plan plan) {
    History history = new History();
    Stored stored = new Stored();
    for (int round = 0; round <= rounds; round++) {
      try (Victim gateway = plan.start()) {
        stored.take(gateway.brokerPort(), history.acknowledgedSoFar());
        assertThat(history.against(stored.ids()))
            .as("round %d", round)
            .matches(History.Verdict::isClean, "nothing lost and nothing doubled");

        Load.again(gateway.port(), SENDERS, history);
        stored.take(gateway.brokerPort(), history.acknowledgedSoFar());
        assertThat(history.toSendAgain()).isEmpty();
        assertThat(history.against(stored.ids()))
            .as("round %d, after the retries", round)
            .matches(History.Verdict::isClean, "nothing lost and nothing doubled");

        if (round < rounds) {
          long enough = history.count() + ThreadLocalRandom.current().nextInt(100, 1_500);
          Load load = Load.start(gateway.port(), SENDERS, copies, history);
          await().atMost(Duration.ofMinutes(1)).until(() -> history.count() >= enough);
          gateway.kill();
          load.join();
        }
      }
    }
    Figures.print("kill -9, %d rounds, %d of each event".formatted(rounds, copies), history);
  }
}
