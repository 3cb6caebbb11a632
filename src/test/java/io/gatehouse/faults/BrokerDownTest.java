package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker stands still, dies, or is full, and the gateway survives. */
class BrokerDownTest {

  private static final int SENDERS = 8;
  private static final int DEAD_BROKER = 75;
  private static final Duration DEADLINE = Duration.ofSeconds(9);

  @TempDir Path folder;

  @Test
  void aBrokerThatStandsStillOrDiesMeansComeLaterAndNothingIsLost() throws IOException {
    OutsideBroker.Plan plan = new OutsideBroker.Plan(folder.resolve("broker"));
    int port = plan.port();
    History history = new History();
    Stored stored = new Stored();
    OutsideBroker first = plan.start();
    Gateway gateway = null;
    try {
      gateway = gateway(port);
      Load.send(gateway.port(), SENDERS, 25, history);
      assertThat(history.outcomes()).containsOnlyKeys("200");

      try (Load load = Load.start(gateway.port(), SENDERS, history)) {
        first.signal("STOP");
        awaitReadiness(gateway, 503);
        assertComeLater(gateway);
        assertThat(standstills(gateway)).isPositive();
        first.signal("CONT");
        awaitReadiness(gateway, 200);
        long before = history.count();
        await().until(() -> history.count() > before + 200);
        // Responses to sends from before the standstill must not count for later ones.
        first.close();
        load.stop();
      }
      awaitReadiness(gateway, 503);
      assertComeLater(gateway);

      try (OutsideBroker second = plan.start()) {
        awaitReadiness(gateway, 200);
        assertThat(second.isAlive()).isTrue();
        Load.again(gateway.port(), SENDERS, history);
        stored.take(port, history.acknowledgedSoFar());
        assertThat(history.outcomes()).containsOnlyKeys("200", "503");
        assertThat(history.toSendAgain()).isEmpty();
        assertThat(history.against(stored.ids()))
            .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
        Figures.print("outside broker stopped, continued and killed", history);
        gateway.close();
        gateway = null;
      }
    } finally {
      first.close();
      if (gateway != null) {
        gateway.close();
      }
    }
  }

  @Test
  void aBrokerThatStopsInsideTheGatewayMeansComeLaterThenTheEndAndNothingIsLost()
      throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path stop = folder.resolve("stop");
    History history = new History();
    Stored stored = new Stored();
    try (Victim gateway =
        new Victim.Plan(data)
            .sabotage(BrokerSabotage.STOPS)
            .set(BrokerSabotage.STOP_FILE, stop.toString())
            .set(Victim.PROBE_INTERVAL, "2000")
            .start()) {
      Load load = Load.start(gateway.port(), SENDERS, history);
      await().until(() -> history.count() > 200);

      Files.createFile(stop);

      assertThat(gateway.exitStatus()).as(gateway::output).isEqualTo(DEAD_BROKER);
      load.join();
    }
    assertThat(history.outcomes().keySet())
        .contains("200", "503")
        .isSubsetOf("200", "503", "broken");

    try (Victim again = new Victim.Plan(data).start()) {
      stored.take(again.brokerPort(), history.acknowledgedSoFar());
      Load.again(again.port(), SENDERS, history);
      stored.take(again.brokerPort(), history.acknowledgedSoFar());
    }
    assertThat(history.toSendAgain()).isEmpty();
    assertThat(history.against(stored.ids()))
        .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    Figures.print("broker stopped inside the gateway", history);
  }

  @Test
  void anAddressAtItsLimitMeansComeLaterUntilAConsumerHasMadeRoom() throws IOException {
    String bus =
        BusFiles.copy(
            folder,
            "addressSettings.\"kyc.#\".addressFullMessagePolicy=FAIL",
            "addressSettings.\"kyc.#\".maxSizeBytes=50000");
    Gateway gateway = Gateway.start(Map.of("gatehouse.broker.addresses", bus));
    try {
      History history = new History();
      Stored stored = new Stored();
      Load.send(gateway.port(), SENDERS, 25, history);
      assertThat(history.outcomes()).containsOnlyKeys("200", "503");
      assertComeLater(gateway);

      for (int i = 0; i < 25 && !history.toSendAgain().isEmpty(); i++) {
        stored.take(gateway.brokerPort(), history.acknowledgedSoFar());
        Load.again(gateway.port(), SENDERS, history);
      }

      stored.take(gateway.brokerPort(), history.acknowledgedSoFar());
      assertThat(history.toSendAgain()).isEmpty();
      assertThat(history.against(stored.ids()))
          .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
      Figures.print("address at its limit", history);
    } finally {
      gateway.close();
    }
  }

  private Gateway gateway(int port) throws IOException {
    return Gateway.start(
        Files.createDirectories(folder.resolve("gateway")),
        Map.of(
            "spring.artemis.mode",
            "native",
            "spring.artemis.broker-url",
            "tcp://127.0.0.1:" + port,
            "spring.artemis.user",
            OutsideBroker.GATEWAY,
            "spring.artemis.password",
            OutsideBroker.GATEWAY_PASSWORD,
            "gatehouse.bus.probe-interval-millis",
            "300",
            "gatehouse.bus.send-timeout-millis",
            "1500"));
  }

  private static double standstills(Gateway gateway) {
    return Scrape.of(gateway).series().stream()
        .filter(series -> series.name().equals("gatehouse_bus_sender_stalls_total"))
        .mapToDouble(Scrape.Series::value)
        .sum();
  }

  private static void awaitReadiness(Gateway gateway, int status) {
    await()
        .atMost(Duration.ofSeconds(45))
        .until(
            () -> Victim.status(gateway.managementPort(), "/actuator/health/readiness") == status);
  }

  private static void assertComeLater(Gateway gateway) throws IOException {
    long before = System.nanoTime();
    try (Sender sender = new Sender(gateway.port())) {
      Sender.Reply reply = sender.send("later-1", "later");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.retryAfter()).matches("[1-9][0-9]*");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(DEADLINE.plusSeconds(1));
  }
}
