package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end at a chosen system call: at the n-th time that one of the gateway's threads asks the disk
 * to keep what was written. The journal uses {@code fdatasync} for that.
 */
class SyscallCrashTest {

  private static final int SENDERS = 8;
  private static final int DEAD_BROKER = 75;

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
    Figures.say("killed at sync " + n, history);
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
    History history = new History();
    try (Victim gateway = under("fdatasync:error=EIO:when=" + n + "+").launch()) {
      loadUntilTheEnd(gateway, history);
      assertThat(gateway.exitStatus()).as(gateway::output).isEqualTo(DEAD_BROKER);
    }
    assertThat(history.outcomes()).containsOnlyKeys("200", "503", "broken");
    compareAfterARestart(history);
    Figures.say("EIO from sync " + n, history);
  }

  private Victim.Plan under(String fault) throws IOException {
    return new Victim.Plan(Files.createDirectories(folder.resolve("data")))
        .under(
            "strace",
            "-f",
            "-o",
            folder.resolve("strace.txt").toString(),
            "-e",
            "trace=fdatasync",
            "-e",
            "inject=" + fault);
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
