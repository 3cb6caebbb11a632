package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end at a chosen system call: at the n-th time that one of the gateway's threads writes to the
 * journal, or syncs the disk. The journal uses {@code fdatasync} for that.
 */
class SyscallCrashTest {

  private static final int SENDERS = 8;
  private static final int DEAD_BROKER = 75;
  private static final int JOURNAL_FILES = 20;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  @BeforeEach
  void strace() throws IOException {
    Root.needsStrace();
  }

  static IntStream everySync() {
    return IntStream.rangeClosed(1, 200);
  }

  @ParameterizedTest(name = "sync {0}")
  @ValueSource(ints = 150)
  void whatWasAcknowledgedBeforeADeathInTheMiddleOfASyncIsThere(int n) throws IOException {
    die(n);
  }

  @ParameterizedTest(name = "sync {0}")
  @MethodSource("everySync")
  @Chaos
  void whatWasAcknowledgedBeforeADeathInTheMiddleOfAnySyncIsThere(int n) throws IOException {
    die(n);
  }

  private void die(int n) throws IOException {
    History history = new History();
    try (Victim gateway = under("fdatasync:signal=KILL:when=" + n).launch()) {
      loadUntilTheEnd(gateway, history);
    }
    compareAfterARestart(history);
    Figures.print("killed at sync " + n, history);
  }

  @Test
  void aDiskThatFailsEndsTheGatewayAndNothingIsAcknowledgedThatItDidNotTake() throws IOException {
    failingDisk(60);
  }

  @ParameterizedTest(name = "sync {0}")
  @ValueSource(ints = {40, 50, 80, 120, 160, 200, 300, 400})
  @Chaos
  void aDiskThatFailsAtAnySyncEndsTheGateway(int n) throws IOException {
    failingDisk(n);
  }

  private void failingDisk(int n) throws IOException {
    failing("fdatasync:error=EIO:when=" + n + "+");
  }

  /** What follows may be written and synced, and proves nothing about what was not. */
  @ParameterizedTest(name = "write {0}")
  @ValueSource(ints = 60)
  void aDiskThatRefusesOneWriteEndsTheGatewayAndNothingIsAcknowledgedThatItDidNotTake(int n)
      throws IOException {
    refusedWrite(n);
  }

  @ParameterizedTest(name = "write {0}")
  @ValueSource(ints = {20, 40, 80, 120, 160, 200, 300, 400})
  @Chaos
  void aDiskThatRefusesAnyOneWriteEndsTheGateway(int n) throws IOException {
    refusedWrite(n);
  }

  private void refusedWrite(int n) throws IOException {
    failing("write:error=EIO:when=" + n);
  }

  private void failing(String fault) throws IOException {
    History history = new History();
    try (Victim gateway = under(fault).launch()) {
      loadUntilTheEnd(gateway, history);
      assertThat(gateway.exitStatus()).as(gateway::output).isEqualTo(DEAD_BROKER);
    }
    assertThat(history.outcomes().keySet()).isSubsetOf("200", "503", "broken");
    compareAfterARestart(history);
    Figures.print("ended by " + fault, history);
  }

  @Test
  void whatWasAcknowledgedWhileItsQueueIsOnDiskIsThereHoweverLateTheJournalIs() throws IOException {
    History history = new History();
    Victim.Plan slow =
        under("write:delay_enter=300000:when=100+")
            .set("gatehouse.broker.addresses", BusFiles.soonOnDisk(folder));
    try (Victim gateway = slow.start()) {
      Load load = Load.start(gateway.port(), 8 * SENDERS, history);
      await().atMost(LONG).until(() -> history.count() >= 1_000);
      gateway.kill();
      load.join();
    }
    compareAfterARestart(history);
    Figures.print("killed while on disk and the journal is late", history);
  }

  private Victim.Plan under(String fault) throws IOException {
    return new Victim.Plan(Files.createDirectories(folder.resolve("data")))
        .under(strace(fault).toArray(String[]::new));
  }

  /** Writes count when they go to the journal, syncs wherever. */
  private List<String> strace(String fault) {
    String call = fault.substring(0, fault.indexOf(':'));
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-o", folder.resolve("strace.txt").toString()));
    if (!fault.contains(":signal=")) {
      // Other calls do not stop the gateway then. A signal would not arrive.
      command.add("--seccomp-bpf");
    }
    command.addAll(List.of("-e", "trace=" + call, "-e", "inject=" + fault));
    if (call.equals("write")) {
      IntStream.rangeClosed(1, JOURNAL_FILES)
          .mapToObj(n -> "data/journal/activemq-data-%d.amq".formatted(n))
          .forEach(file -> command.addAll(List.of("-P", folder.resolve(file).toString())));
    }
    return command;
  }

  private static void loadUntilTheEnd(Victim gateway, History history) {
    gateway.awaitReadinessOrEnd();
    Load load = Load.start(gateway.port(), SENDERS, history);
    gateway.exitStatus();
    load.join();
  }

  private void compareAfterARestart(History history) {
    Gateway again = Gateway.start(folder.resolve("data"), Map.of());
    try {
      Stored stored = new Stored().take(again.brokerPort(), history.acknowledgedSoFar());
      Load.again(again.port(), SENDERS, history);
      stored.take(again.brokerPort(), history.acknowledgedSoFar());
      assertThat(history.against(stored.ids()))
          .matches(History.Verdict::isClean, "nothing lost and nothing doubled");
    } finally {
      again.stop();
    }
  }
}
