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

  private double standstill(int sender) {
    return registry.get("gatehouse.bus.lane.standstill").tag("lane", "" + sender).gauge().value();
  }

  private double standstills(int sender) {
    return registry
        .get("gatehouse.bus.lane.standstills")
        .tag("lane", "" + sender)
        .counter()
        .count();
  }

  @Test
  void aSenderThatConfirmsNothingForASecondIsReportedOnceAndOnceWhenItConfirmsAgain(
      CapturedOutput log) {
    sendOn(1);
    sendOn(1);
    lookAfter(10);
    lookAfter(10.9);
    assertThat(log).doesNotContain("Lane ");

    lookAfter(11.2);
    lookAfter(12.5);

    assertThat(log).containsOnlyOnce("Lane 1 to the bus has confirmed nothing since ");
    assertThat(log).contains(", and 2 messages wait").doesNotContain("Lane 0");
    assertThat(standstill(1)).isEqualTo(2.5);
    assertThat(standstills(1)).isEqualTo(1);
    assertThat(standstills(0)).isZero();

    waiting.remove().complete(null);
    lookAfter(12.8);
    lookAfter(13);

    assertThat(log).containsOnlyOnce("Lane 1 to the bus confirms again");
    assertThat(standstill(1)).isLessThan(1);
  }

  @Test
  void aSenderWithNothingToConfirmIsNotReported(CapturedOutput log) {
    lookAfter(10);
    lookAfter(20);

    assertThat(standstill(0)).isZero();
    assertThat(log).doesNotContain("Lane ");
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

    assertThat(log).doesNotContain("Lane ");
  }

  @Test
  void sendsThatFailInTimeAreNoConfirmations(CapturedOutput log) {
    sendOn(0);
    lookAfter(0);
    sendOn(0);
    waiting.remove().completeExceptionally(new IllegalStateException("on purpose"));

    lookAfter(1.1);

    assertThat(log).contains("Lane 0 to the bus has confirmed nothing since ", "and 1 messages");
    waiting.remove().completeExceptionally(new IllegalStateException("on purpose"));
    lookAfter(2);
    assertThat(standstill(0)).isZero();
    assertThat(log).doesNotContain("confirms again");
  }
}
