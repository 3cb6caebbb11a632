package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network between gateway and broker fails, and comes back. */
class ConnectionCutTest {

  private static final int SENDERS = 8;

  @TempDir Path folder;

  @Test
  void whatIsLostOnTheWayComesAgainAndIsOnTheBusOnce() throws IOException {
    History history = new History();
    try (OutsideBroker broker = new OutsideBroker.Plan(folder.resolve("broker")).start();
        Link link = new Link(broker.port());
        Receiver receiver = new Receiver(Duration.ZERO);
        OutsideGateway gateway =
            OutsideGateway.start(folder.resolve("gateway"), url(link), receiver)) {
      gateway.awaitReadiness(200);
      Load load = Load.start(gateway.port(), SENDERS, history);
      awaitEvents(history);

      link.cut();
      gateway.awaitReadiness(503);
      link.restore();
      gateway.awaitReadiness(200);
      awaitEvents(history);

      link.silence();
      gateway.awaitReadiness(503);
      link.restore();
      gateway.awaitReadiness(200);
      awaitEvents(history);

      load.stop();
      Load.again(gateway.port(), SENDERS, history);
      Stored stored = new Stored().take(broker.port(), history.acknowledgedSoFar());
      assertThat(history.outcomes()).containsOnlyKeys("200", "503");
      assertThat(history.toSendAgain()).isEmpty();
      assertThat(history.against(stored.ids()))
          .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(receiver.ids()).containsAll(history.acknowledgedSoFar()));
      Figures.print("network cut, and silent", history);
    }
  }

  private static String url(Link link) {
    return "tcp://127.0.0.1:%d?clientFailureCheckPeriod=1000&connectionTTL=3000"
        .formatted(link.port());
  }

  private static void awaitEvents(History history) {
    long before = history.count();
    await().atMost(Duration.ofSeconds(30)).until(() -> history.count() > before + 200);
  }
}
