package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a fault built in must fail the comparison that the other tests rely on. */
class SabotageTest {

  private static final int SENDERS = 16;

  @TempDir Path folder;

  @Test
  @Chaos
  void aGatewayThatAcknowledgesBeforeItSendsIsFoundOut() {
    History history = new History();
    try (Victim gateway = new Victim.Plan(folder).sabotage(Sabotage.ACKNOWLEDGE_EARLY).start()) {
      Load load = Load.start(gateway.port(), SENDERS, history);
      await().until(() -> history.count() > 1_000);
      gateway.kill();
      load.join();
    }
    try (Victim gateway = new Victim.Plan(folder).start()) {
      Stored stored = new Stored().take(gateway.brokerPort(), history.acknowledgedSoFar());
      int lost = history.against(stored.ids()).lost().size();
      assertThat(lost).isPositive();
      Figures.say("sabotage, acknowledged before it is sent: %d lost".formatted(lost));
    }
  }

  @Test
  @Chaos
  void aGatewayWithoutDuplicateIdsIsFoundOut() {
    History history = new History();
    try (Victim gateway = new Victim.Plan(folder).sabotage(Sabotage.NO_DUPLICATE_IDS).start()) {
      Load load = Load.start(gateway.port(), SENDERS, 2, history);
      await().until(() -> history.count() > 500);
      load.stop();
      Stored stored = new Stored().take(gateway.brokerPort(), history.acknowledgedSoFar());
      int doubled = history.against(stored.ids()).doubled().size();
      assertThat(doubled).isPositive();
      Figures.say("sabotage, no duplicate ids: %d doubled".formatted(doubled));
    }
  }
}
