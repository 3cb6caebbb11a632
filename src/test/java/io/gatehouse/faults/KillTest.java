package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any moment. */
class KillTest {

  private static final int SENDERS = 16;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereAfterIt() {
    killAgainAndAgain(5, new Victim.Plan(folder));
  }

  @Test
  @Chaos
  void whatWasAcknowledgedBeforeAHundredKillsIsThereAfterThem() {
    killAgainAndAgain(100, new Victim.Plan(folder));
  }

  @Test
  @Chaos
  void aKillWhileTheBusGoesToDiskLosesNothingEither() throws IOException {
    Path bus = folder.resolve("bus.properties");
    Files.writeString(
        bus,
        BusFiles.with(
            "addressSettings.\"kyc.#\".maxSizeBytes=20000",
            "addressSettings.\"kyc.#\".pageSizeBytes=100000"));
    killAgainAndAgain(
        20,
        new Victim.Plan(folder.resolve("data")).set("gatehouse.broker.addresses", bus.toString()));
  }

  /** A round is: start, look, send again what got no 200, look, load, kill. */
  private static void killAgainAndAgain(int rounds, Victim.Plan plan) {
    History history = new History();
    int wanted = 0;
    for (int round = 0; round <= rounds; round++) {
      Set<String> acknowledgedBeforeTheKill = new HashSet<>(history.acknowledgedSoFar());
      Set<String> again = history.toSendAgain();
      try (Victim gateway = plan.start()) {
        assertThat(History.compare(acknowledgedBeforeTheKill, Stored.at(gateway.brokerPort())))
            .as("round " + round)
            .matches(History.Verdict::isClean);

        Load.again(gateway.port(), SENDERS, again, history);
        assertThat(history.toSendAgain()).isEmpty();
        assertThat(history.against(Stored.at(gateway.brokerPort())))
            .as("round " + round + ", after the retries")
            .matches(History.Verdict::isClean);

        if (round < rounds) {
          wanted += ThreadLocalRandom.current().nextInt(100, 1_500);
          int enough = wanted;
          Load load = Load.start(gateway.port(), SENDERS, history);
          await().until(() -> history.count() >= enough);
          gateway.kill();
          load.join();
        }
      }
    }
    Figures.say("kill -9, " + rounds + " rounds", history);
  }
}
