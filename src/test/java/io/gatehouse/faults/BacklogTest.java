package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No consumer connects for a long time. */
class BacklogTest {

  private static final int SENDERS = 16;

  @TempDir Path folder;

  @Test
  void aBacklogBeyondMemoryWaitsOnDiskInOrder() {
    pileUp(20_000);
  }

  @Test
  @Chaos
  void aTenTimesLargerBacklogDoesSoToo() {
    pileUp(200_000);
  }

  private void pileUp(int events) {
    History history = new History();
    try (Victim gateway =
        new Victim.Plan(folder).heap("256m").set("kyc-core.enabled", "false").start()) {
      Load.send(gateway.port(), SENDERS, events / SENDERS, history);
      assertThat(history.outcomes()).containsOnlyKeys("200");

      Stored stored = new Stored().take(gateway.brokerPort(), history.acknowledgedSoFar());

      assertThat(history.against(stored.ids()))
          .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
      Map<String, List<String>> bySubject =
          stored.ids().stream()
              .collect(Collectors.groupingBy(id -> id.substring(0, id.lastIndexOf('-'))));
      assertThat(bySubject).hasSize(SENDERS);
      assertThat(bySubject.values()).allSatisfy(ids -> assertThat(ids).isSorted());
      Figures.print("backlog in 256 MB of heap", history);
    }
  }
}
