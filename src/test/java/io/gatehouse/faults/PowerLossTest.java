package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A power cut: the copy of the disk's image contains what was synced to the disk, and nothing that
 * the operating system kept in memory.
 */
class PowerLossTest {

  private static final int SENDERS = 16;
  private static final int MEGABYTES = 256;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedBeforeAPowerCutIsThereAfterIt() throws IOException {
    try (Root.Disk disk = Root.Disk.make(folder, MEGABYTES)) {
      History.Verdict verdict = cutPower(disk, new Victim.Plan(disk.data()), 2_000);

      assertThat(verdict).matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    }
  }

  @Test
  void withoutSyncsAPowerCutLosesEventsOrThisTestProvesNothing() throws IOException {
    Root.needs("eatmydata");
    try (Root.Disk disk = Root.Disk.make(folder, MEGABYTES)) {
      History.Verdict verdict =
          cutPower(disk, new Victim.Plan(disk.data()).under("eatmydata"), 2_000);

      assertThat(verdict.lost()).isNotEmpty();
    }
  }

  @Test
  @Chaos
  void aJournalThatDoesNotSyncIsFoundOutAtAPowerCut() throws IOException {
    try (Root.Disk disk = Root.Disk.make(folder, MEGABYTES)) {
      History.Verdict verdict =
          cutPower(disk, new Victim.Plan(disk.data()).sabotage(BrokerSabotage.NO_SYNCS), 2_000);

      assertThat(verdict.lost()).isNotEmpty();
    }
  }

  @Test
  @Chaos
  void aPowerCutWhileTheQueueIsOnDiskLosesNothingEither() throws IOException {
    try (Root.Disk disk = Root.Disk.make(folder, MEGABYTES)) {
      String bus = BusFiles.soonOnDisk(folder);
      History.Verdict verdict =
          cutPower(
              disk, new Victim.Plan(disk.data()).set("gatehouse.broker.addresses", bus), 10_000);

      assertThat(verdict).matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    }
  }

  private History.Verdict cutPower(Root.Disk disk, Victim.Plan plan, int events)
      throws IOException {
    History history = new History();
    Set<String> acknowledged;
    try (Victim gateway = plan.start();
        Load load = Load.start(gateway.port(), SENDERS, history)) {
      await().atMost(java.time.Duration.ofSeconds(60)).until(() -> history.count() >= events);
      acknowledged = history.acknowledgedSoFar();
      // A power cut is a moment; the copy takes longer.
      gateway.signal("STOP");
      try (Root.Disk copy = disk.afterPowerCut()) {
        gateway.kill();
        load.stop();
        Figures.print("power cut: " + acknowledged.size() + " acknowledged before it");
        return compare(copy, acknowledged);
      }
    }
  }

  private static History.Verdict compare(Root.Disk copy, Set<String> acknowledged) {
    Gateway again = Gateway.start(copy.data(), Map.of());
    try {
      Stored stored = new Stored().take(again.brokerPort(), acknowledged);
      History.Verdict verdict = History.compare(acknowledged, stored.ids());
      Figures.print("after the power cut: " + verdict.lost().size() + " lost");
      return verdict;
    } finally {
      again.stop();
    }
  }
}
