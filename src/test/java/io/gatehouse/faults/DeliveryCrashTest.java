package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway dies while events are being delivered to a receiving system. HTTP can promise that
 * each arrives; what was in flight may arrive twice, with the same key.
 */
class DeliveryCrashTest {

  private static final int SENDERS = 16;
  private static final int CONSUMERS = 32;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedArrivesThoughTheGatewayIsKilled() throws IOException {
    killAgainAndAgain(2);
  }

  @Test
  @Chaos
  void whatWasAcknowledgedArrivesAfterTwentyKills() throws IOException {
    killAgainAndAgain(20);
  }

  private void killAgainAndAgain(int rounds) throws IOException {
    History history = new History();
    try (Receiver receiver = new Receiver(Duration.ofMillis(10))) {
      for (int round = 0; round < rounds; round++) {
        loadAndKill(plan(receiver), history, receiver);
      }
      try (Victim gateway = plan(receiver).start()) {
        await()
            .atMost(Duration.ofMinutes(2))
            .failFast(() -> !gateway.isAlive())
            .until(() -> history.against(receiver.ids()).lost().isEmpty());
      }
      int doubled = history.against(receiver.ids()).doubled().size();
      assertThat(doubled).isLessThanOrEqualTo(rounds * CONSUMERS);
      Figures.print(
          "kill -9 while delivering, %d rounds, %d delivered twice".formatted(rounds, doubled),
          history);
    }
  }

  @Test
  @Chaos
  void aGatewayThatAcknowledgesWhatItHasNotDeliveredIsFoundOut() throws IOException {
    History history = new History();
    try (Receiver receiver = new Receiver(Duration.ofMillis(200))) {
      loadAndKill(plan(receiver).sabotage(Sabotage.AUTOMATIC_ACKNOWLEDGEMENT), history, receiver);
      int underWay = history.against(receiver.ids()).lost().size();
      try (Victim gateway = plan(receiver).start()) {
        await()
            .during(Duration.ofSeconds(10))
            .atMost(Duration.ofMinutes(2))
            .failFast(() -> !gateway.isAlive())
            .until(receiver.ids()::size, size -> size > 0);
        int lost = history.against(receiver.ids()).lost().size();
        assertThat(lost).isBetween(1, underWay);
        Figures.print("sabotage, automatic acknowledgement: %d lost".formatted(lost));
      }
    }
  }

  private static void loadAndKill(Victim.Plan plan, History history, Receiver receiver) {
    try (Victim gateway = plan.start()) {
      long enough = history.count() + ThreadLocalRandom.current().nextInt(300, 900);
      Load load = Load.start(gateway.port(), SENDERS, history);
      await().atMost(Duration.ofMinutes(1)).until(() -> history.count() >= enough);
      receiver.fail();
      gateway.kill();
      load.join();
    }
  }

  private Victim.Plan plan(Receiver receiver) {
    return new Victim.Plan(folder).set("kyc-core.url", receiver.url());
  }
}
