package io.gatehouse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How often clients that are refused are spoken of. */
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

  @Test
  void whereNobodyIsRefusedNothingIsSaid(CapturedOutput output) {
    refusals.look(0, System.nanoTime());
    refusals.look();

    assertThat(output.getAll()).doesNotContain("refused clients");
  }
}
