package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room. */
class DiskFullTest {

  private static final int SENDERS = 8;
  private static final int MEGABYTES = 200;
  private static final int DEAD_BROKER = 75;

  @TempDir Path folder;

  @Test
  void beyondTheMarkSendersAreToldToComeLaterAndServedAgainWhenThereIsRoom() throws IOException {
    try (Root.Disk disk = Root.Disk.make(folder, MEGABYTES);
        Victim gateway =
            new Victim.Plan(disk.data())
                .set("gatehouse.broker.addresses", BusFiles.copy(folder, "diskScanPeriod=500"))
                .set("gatehouse.bus.send-timeout-millis", "2000")
                .start()) {
      History history = new History();
      Load.send(gateway.port(), SENDERS, 50, history);

      Path filler = disk.fill(95);
      gateway.awaitReadiness(503);
      assertThat(gateway.output())
          .contains("the disk of " + disk.data())
          .contains("is too full", "GB are free", "gatehouse.broker.max-disk-usage");
      long before = System.nanoTime();
      try (Sender sender = new Sender(gateway.port())) {
        Sender.Reply reply = sender.send("full-1", "full");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.retryAfter()).matches("[1-9][0-9]*");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
      Load.send(gateway.port(), SENDERS, 2, history);
      assertThat(history.count()).isEqualTo(SENDERS * 50);

      Files.delete(filler);
      gateway.awaitReadiness(200);
      Load.again(gateway.port(), SENDERS, history);
      Load.send(gateway.port(), SENDERS, 50, history);
      assertThat(history.outcomes()).containsOnlyKeys("200", "503");
      assertThat(history.toSendAgain()).isEmpty();
      Stored stored = new Stored().take(gateway.brokerPort(), history.acknowledgedSoFar());
      assertThat(history.against(stored.ids()))
          .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
      Figures.print("disk full", history);
    }
  }

  @Test
  void aStartOverADiskThatCannotBeWrittenEndsWithASentence() throws IOException {
    try (Root.Disk disk = Root.Disk.make(folder, MEGABYTES)) {
      disk.fill(100);
      assertThat(startAndFail(disk.data()))
          .contains(disk.data() + " (gatehouse.broker.data-directory) has less than 32 MB of room");

      Victim.run("mount", "-o", "remount,ro", disk.place().toString());
      assertThat(startAndFail(disk.data()))
          .contains(disk.data() + " (gatehouse.broker.data-directory) is read-only");
    }
  }

  private static String startAndFail(Path data) {
    Map<String, String> settings =
        Map.of(
            "server.port", "0",
            "management.server.port", "0",
            "gatehouse.broker.acceptor", "",
            "gatehouse.broker.data-directory", data.toString());
    try (GatewayProcess gateway = GatewayProcess.start("local", settings)) {
      assertThat(gateway.exitStatus()).as(gateway::output).isEqualTo(1);
      assertThat(gateway.output()).doesNotContain("\tat ");
      return gateway.output();
    }
  }

  @Test
  @Chaos
  void aDiskThatIsFullToTheLastByteEndsTheGatewayAndLosesNothing() throws IOException {
    try (Root.Disk disk = Root.Disk.make(folder, MEGABYTES)) {
      History history = new History();
      Victim.Plan plan = new Victim.Plan(disk.data()).set("gatehouse.broker.max-disk-usage", "100");
      Path filler;
      try (Victim gateway = plan.start();
          Load load = Load.start(gateway.port(), SENDERS, history)) {
        await().until(() -> history.count() > 500);
        filler = disk.fill(100);
        assertThat(gateway.exitStatus()).as(gateway::output).isEqualTo(DEAD_BROKER);
        load.join();
      }
      assertThat(history.outcomes().keySet()).isSubsetOf("200", "503", "broken");
      Files.delete(filler);
      try (Victim gateway = plan.start()) {
        Load.again(gateway.port(), SENDERS, history);
        Stored stored = new Stored().take(gateway.brokerPort(), history.acknowledgedSoFar());
        assertThat(history.against(stored.ids()))
            .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
        Figures.print("no byte left", history);
      }
    }
  }
}
