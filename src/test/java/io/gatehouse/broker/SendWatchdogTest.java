package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The reports about a sender that confirms nothing. */
@ExtendWith(OutputCaptureExtension.class)
class SendWatchdogTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final DurableSender sends = new DurableSender(List.of(sender(), sender()), PATIENCE);
  private final SendWatchdog watchdog = new SendWatchdog(sends, registry);

  private BrokerSender sender() {
    return new BrokerSender() {
      @Override
      public void send(OutgoingMessage outgoing, CompletableFuture<Void> confirmed) {
        waiting.add(confirmed);
      }

      @Override
      public void close() {
        // There is nothing to close.
      }
    };
  }

  private void sendOn(int sender) {
    String key = Character.toString((char) sender);
    sends.send(key, OutgoingMessage.text("q", "", Duration.ZERO), new CompletableFuture<>());
  }

  private void lookAfter(double seconds) {
    watchdog.look((long) (seconds * 1e9));
  }

  private double stalled(int sender) {
    return registry.get("gatehouse.bus.sender.stalled").tag("sender", "" + sender).gauge().value();
  }

  private double stalls(int sender) {
    return registry.get("gatehouse.bus.sender.stalls").tag("sender", "" + sender).counter().count();
  }

  @Test
  void aSenderThatConfirmsNothingForASecondIsReportedOnceAndOnceWhenItConfirmsAgain(
      CapturedOutput log) {
    sendOn(1);
    sendOn(1);
    lookAfter(10);
    lookAfter(10.9);
    assertThat(log).doesNotContain("Bus sender ");

    lookAfter(11.2);
    lookAfter(12.5);

    assertThat(log).containsOnlyOnce("Bus sender 1 has had no confirmation since ");
    assertThat(log).contains(", and 2 messages wait").doesNotContain("Bus sender 0");
    assertThat(stalled(1)).isEqualTo(2.5);
    assertThat(stalls(1)).isEqualTo(1);
    assertThat(stalls(0)).isZero();

    waiting.remove().complete(null);
    lookAfter(12.8);
    lookAfter(13);

    assertThat(log).containsOnlyOnce("Bus sender 1 has confirmations again");
    assertThat(stalled(1)).isLessThan(1);
  }

  @Test
  void aSenderWithNothingToConfirmIsNotReported(CapturedOutput log) {
    lookAfter(10);
    lookAfter(20);

    assertThat(stalled(0)).isZero();
    assertThat(log).doesNotContain("Bus sender ");
  }

  @Test
  void aSenderThatConfirmsSlowlyIsNotReported(CapturedOutput log) {
    sendOn(0);
    for (int second = 0; second < 10; second++) {
      sendOn(0);
      lookAfter(second);
      lookAfter(second + 0.9);
      waiting.remove().complete(null);
    }

    assertThat(log).doesNotContain("Bus sender ");
  }

  @Test
  void sendsThatFailInTimeAreNoConfirmations(CapturedOutput log) {
    sendOn(0);
    lookAfter(0);
    sendOn(0);
    waiting.remove().completeExceptionally(new IllegalStateException("on purpose"));

    lookAfter(1.1);

    assertThat(log).contains("Bus sender 0 has had no confirmation since ", "and 1 messages");
    waiting.remove().completeExceptionally(new IllegalStateException("on purpose"));
    lookAfter(2);
    assertThat(stalled(0)).isZero();
    assertThat(log).doesNotContain("confirms again");
  }
}
