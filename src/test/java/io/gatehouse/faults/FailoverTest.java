package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker of a pair is killed under load, and the other goes on. */
class FailoverTest {

  private static final int SENDERS = 16;
  private static final int ROUNDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void theBackupOnASharedStoreGoesOnWithAllThatThePrimaryHadConfirmed() throws IOException {
    killThePrimary(BrokerPair.onSharedStore(folder), "on a shared store");
  }

  @Test
  @Chaos
  void theReplicaGoesOnWithAllThatThePrimaryHadConfirmed() throws IOException {
    killThePrimary(BrokerPair.replicated(folder), "with a replica");
  }

  private void killThePrimary(BrokerPair stopped, String kind) throws IOException {
    History history = new History();
    try (BrokerPair pair = stopped.start();
        Receiver receiver = new Receiver(Duration.ZERO);
        OutsideGateway gateway =
            OutsideGateway.start(folder.resolve("gateway"), pair.url(), receiver)) {
      gateway.awaitReadiness(200);
      Load load = Load.start(gateway.port(), SENDERS, history);
      awaitEvents(history);

      pair.primary().close();
      long killed = System.nanoTime();
      long before = history.count();
      await().atMost(PATIENCE).until(() -> history.count() > before);
      Figures.print("failover took ms: " + Duration.ofNanos(System.nanoTime() - killed).toMillis());

      awaitEvents(history);
      load.stop();
      gateway.awaitReadiness(200);
      Load.again(gateway.port(), SENDERS, history);
      assertAllThereOnce(pair, history, new Stored());
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(receiver.ids()).containsAll(history.acknowledgedSoFar()));
      Figures.print("live broker of a pair killed, " + kind, history);
    }
  }

  @Test
  @Chaos
  void tenFailoversAndWaysBackUnderEqualEventsAtTwoGatewaysLoseNothing() throws IOException {
    History history = new History();
    Stored stored = new Stored();
    Stored copies = Stored.copies("deliver.kyc-core");
    try (BrokerPair pair = BrokerPair.onSharedStore(folder).start();
        Victim one = new Victim.Plan(folder.resolve("one")).at(pair.url()).start();
        Victim other = new Victim.Plan(folder.resolve("other")).at(pair.url()).start()) {
      for (int round = 0; round < ROUNDS; round++) {
        Load load = Load.twins(List.of(one.port(), other.port()), SENDERS / 2, history);
        awaitEvents(history);
        pair.primary().close();
        pair.backup().awaitPort();
        awaitEvents(history);
        pair.restartPrimary();
        awaitEvents(history);
        load.stop();
        one.awaitReadiness(200);
        Load.again(one.port(), SENDERS, history);
        assertAllThereOnce(pair, history, stored);
        assertAllThereOnce(pair, history, copies);
        pair.awaitBackup(round + 2);
      }
      Figures.print("live broker of a pair killed, and back, ten times", history);
    }
  }

  private static void awaitEvents(History history) {
    long before = history.count();
    await().atMost(PATIENCE).until(() -> history.count() > before + 500);
  }

  private static void assertAllThereOnce(BrokerPair pair, History history, Stored stored) {
    stored.take(pair.url(), history.acknowledgedSoFar());
    assertThat(history.outcomes().keySet()).contains("200").isSubsetOf("200", "503");
    assertThat(history.toSendAgain()).isEmpty();
    assertThat(history.against(stored.ids()))
        .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
  }
}
