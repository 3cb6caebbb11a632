package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/**
 * One sender at an idle gateway, which sends its next request as soon as it has the last response.
 */
class OneSenderTest {

  private static final long SECOND = 1_000_000_000;

  /** {@code gatehouse.bus.send-timeout-millis}, after which a waiting request is answered 503. */
  private static final long SEND_TIMEOUT = 5 * SECOND;

  private static final Map<String, String> NO_DELIVERY =
      Map.of("crm.enabled", "false", "kyc-core.enabled", "false");

  @Test
  void noRequestWaitsForTheOneBefore() throws Exception {
    everyTwoKinds(50);
  }

  @Test
  @Chaos
  void noneOfManyRequestsWaitsForTheOneBefore() throws Exception {
    everyTwoKinds(250);
  }

  private static void everyTwoKinds(int times) throws IOException {
    Histogram answers = new Histogram(60 * SECOND, 3);
    List<String> others = new ArrayList<>();
    try (Gateway gateway = Gateway.start(NO_DELIVERY);
        Sender sender = new Sender(gateway.port())) {
      long number = 0;
      for (int time = 0; time < times && others.isEmpty(); time++) {
        for (Kind kind : Kind.everyTwo()) {
          long begun = System.nanoTime();
          Sender.Reply reply = sender.send(kind.request(++number));
          answers.recordValue(System.nanoTime() - begun);
          if (reply.status() != 200 || !reply.body().contains(kind.status())) {
            others.add(kind + " " + number + ": " + reply);
          }
        }
      }
    }
    Figures.print(
        "one sender, %d pairs of every two kinds: p99.9 %.1f ms, slowest %.1f ms"
            .formatted(
                times, answers.getValueAtPercentile(99.9) / 1e6, answers.getMaxValue() / 1e6));
    assertThat(others).isEmpty();
    assertThat(answers.getMaxValue()).as("the slowest answer").isLessThan(SEND_TIMEOUT);
  }
}
