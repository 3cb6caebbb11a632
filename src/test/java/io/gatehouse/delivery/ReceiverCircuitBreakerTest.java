package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.gatehouse.gateway.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No calls are made to a receiving system that is down. */
class ReceiverCircuitBreakerTest {

  private static final int EVENTS = 60;

  @TempDir Path folder;

  @Test
  void whileAReceiverIsDownAttemptsAreNotSpentAndAfterwardsEverythingArrives() {
    try (Receivers receivers =
        Receivers.with(folder)
            .taking("consumers: 4, attempts: 20, firstDelay: PT0.5S, longestDelay: PT2S")
            .set("gatehouse.delivery.pause-after", "10")
            .set("gatehouse.delivery.pause", "1s")
            .set("gatehouse.delivery.longest-pause", "2s")
            .start()) {
      StubMapping down =
          receivers.crm().stubFor(any(anyUrl()).atPriority(1).willReturn(status(503)));
      List<String> ids = IntStream.range(0, EVENTS).mapToObj(i -> id("down-" + i)).toList();
      Instant begun = Instant.now();

      ids.forEach(id -> receivers.approved(id, "subject-" + id));
      await().until(() -> Duration.between(begun, Instant.now()).toSeconds() >= 8);

      assertThat(receivers.arrivals())
          .as("ten to find out, those under way, and one after each pause")
          .hasSizeLessThan(10 + 4 + 8);

      receivers.crm().removeStub(down);
      await().untilAsserted(() -> assertThat(receivers.arrivals()).containsAll(ids));
      await().until(() -> delivered(receivers, ids));
      assertThat(receivers.gateway().bus().browse("kyc.dead-letter")).isEmpty();
    }
  }

  @Test
  void theOtherReceiverAndTheVendorsNoticeNothing() {
    try (Receivers receivers =
        Receivers.with(folder).set("gatehouse.delivery.pause-after", "2").start()) {
      receivers.crm().stop();
      String document = id("document");

      IntStream.range(0, 8).forEach(i -> receivers.approved(id("crm-is-gone"), "s-" + i));
      receivers.ondato(document, "KybIdentification.Document.Created", "s-" + document, null);

      await()
          .until(
              () ->
                  receivers.kycCore().getAllServeEvents().stream()
                      .anyMatch(
                          event ->
                              document.equals(event.getRequest().getHeader("Idempotency-Key"))));
      Answer ready = Readiness.of(receivers.gateway());
      assertThat(ready.status()).isEqualTo(200);
    }
  }

  /** Whether the last attempt of each event was accepted. */
  private static boolean delivered(Receivers receivers, List<String> ids) {
    return ids.stream()
        .allMatch(
            id ->
                receivers.crm().getAllServeEvents().stream()
                    .filter(event -> id.equals(event.getRequest().getHeader("Idempotency-Key")))
                    .anyMatch(event -> event.getResponse().getStatus() == 204));
  }
}
