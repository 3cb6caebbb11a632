package io.gatehouse.faults;

import static io.gatehouse.faults.BlockingReported.CONTROL;
import static io.gatehouse.faults.BlockingReported.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** No thread that reports outcomes of sends ever waits, and no route waits for an exchange. */
class BlockingTest {

  private static final int SENDERS = 8;

  @TempDir Path folder;

  @Test
  @DisabledForJreRange(
      min = JRE.JAVA_24,
      disabledReason = "BlockHound 1.0.11 cannot instrument the classes of newer releases")
  void noKindOfRequestBlocksAThreadThatOthersWaitFor() throws Exception {
    try (Victim gateway =
        new Victim.Plan(folder)
            .main(BlockingReported.class, "-XX:+AllowRedefinitionToAddDeleteMethods")
            .start()) {
      oneSender(gateway);
      Load.start(gateway.port(), 2, SENDERS, 50, new History()).join();

      List<String> reports =
          gateway.output().lines().filter(line -> line.startsWith(REPORT)).toList();
      assertThat(reports).first().asString().startsWith(CONTROL);
      assertThat(reports.subList(1, reports.size())).isEmpty();
    }
  }

  private static void oneSender(Victim gateway) throws Exception {
    long number = 0;
    try (Sender sender = new Sender(gateway.port())) {
      for (int time = 0; time < 20; time++) {
        for (Kind kind : Kind.everyTwo()) {
          assertThat(sender.send(kind.request(++number)).status()).isEqualTo(200);
        }
      }
    }
  }
}
