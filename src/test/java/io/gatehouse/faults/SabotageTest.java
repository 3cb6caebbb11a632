package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a deliberate fault must fail the comparison that the other tests rely on. */
class SabotageTest {

  private static final int SENDERS = 16;

  /** In nanoseconds. What the journal has gathered and not yet written is lost with the process. */
  private static final String TENTH_OF_A_SECOND = "100000000";

  @TempDir Path folder;

  @Test
  @Chaos
  void aGatewayThatAcknowledgesBeforeItSendsIsFoundOut() {
    int lost = lostByAKill(new Victim.Plan(folder).sabotage(Sabotage.ACKNOWLEDGE_EARLY));

    assertThat(lost).isPositive();
    Figures.print("sabotage, acknowledged before it is sent: %d lost".formatted(lost));
  }

  @Test
  @Chaos
  void aGatewayThatDoesNotWaitForTheBrokersWordIsFoundOut() {
    int lost =
        lostByAKill(
            new Victim.Plan(folder)
                .sabotage(BrokerSabotage.NO_CONFIRMATIONS)
                .set("gatehouse.broker.journal-buffer-timeout", TENTH_OF_A_SECOND));

    assertThat(lost).isPositive();
    Figures.print("sabotage, not waiting for the broker: %d lost".formatted(lost));
  }

  private int lostByAKill(Victim.Plan plan) {
    History history = new History();
    try (Victim gateway = plan.start()) {
      Load load = Load.start(gateway.port(), SENDERS, history);
      await().until(() -> history.count() > 1_000);
      gateway.kill();
      load.join();
    }
    try (Victim gateway = new Victim.Plan(folder).start()) {
      Stored stored = new Stored().take(gateway.brokerPort(), history.acknowledgedSoFar());
      return history.against(stored.ids()).lost().size();
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
      Figures.print("sabotage, no duplicate ids: %d doubled".formatted(doubled));
    }
  }
}
