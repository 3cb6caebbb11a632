package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How often refused clients are logged. */
@ExtendWith(OutputCaptureExtension.class)
class BrokerRefusalsTest {

  private final BrokerRefusals refusals =
      new BrokerRefusals(Optional.empty(), new SimpleMeterRegistry());

  @Test
  void refusedClientsAreToldAtOnceAndThenOnceAMinute(CapturedOutput output) {
    long start = System.nanoTime();

    for (int second = 0; second < 130; second++) {
      refusals.look(5L + 10L * second, start + Duration.ofSeconds(second).toNanos());
    }

    assertThat(output.getAll().lines().filter(line -> line.contains("refused clients")))
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).contains("clients 5 times"),
            second -> assertThat(second).contains("clients 600 times"),
            third -> assertThat(third).contains("clients 600 times"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMQ224006: Invalid filter: a = = b                                   | 1",
        "AMQ224016: Caught exception                                          | 1",
        "AMQ224017: Invalid packet PACKET(…)                                  | 1",
        "AMQ224018: Failed to create session                                  | 1",
        "AMQ224019: Failed to reattach session                                | 1",
        "AMQ224020: Failed to handle create queue                             | 1",
        "AMQ224088: Timeout (10 seconds) on acceptor \"clients\"               | 1",
        "AMQ224126: Failure during protocol handshake on connection to /[::1] | 1",
        "AMQ224127: Message dispatch from paging is blocked                   | 0",
      })
  void whatTheBrokerOnlyWritesOfAClientItTurnedAwayIsCountedAndNotWritten(
      String line, long count, CapturedOutput output) {
    LoggerFactory.getLogger("org.apache.activemq.artemis.core.server").error(line);

    assertThat(refusals.soFar()).isEqualTo(count);
    assertThat(output.getAll().contains(line)).isEqualTo(count == 0);
  }

  @AfterEach
  void stop() {
    refusals.destroy();
  }

  @Test
  void whereNobodyIsRefusedNothingIsSaid(CapturedOutput output) {
    refusals.look(0, System.nanoTime());
    refusals.look();

    assertThat(output.getAll()).doesNotContain("refused clients");
  }
}
