package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.webhook.Receipt;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.Refusal.ForbiddenReason;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reason of a refusal, which operators see and senders do not. */
class WebhookResponseTest {

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(new Refusal.Malformed(), "malformed"),
        Arguments.of(new Refusal.Unauthorized("Basic"), "credentials"),
        Arguments.of(new Refusal.Forbidden(ForbiddenReason.SOURCE), "source"),
        Arguments.of(new Refusal.Forbidden(ForbiddenReason.PARTNER), "partner"),
        Arguments.of(new Refusal.TooLarge(), "size"),
        Arguments.of(new Refusal.UnsupportedMedia(), "media-type"),
        Arguments.of(new Refusal.TooManyRequests(Duration.ofSeconds(1)), "rate"),
        Arguments.of(new Refusal.TooSlow(), "slow"),
        Arguments.of(Refusal.Unavailable.SHORTLY, "unavailable"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalHasAWordThatItsSenderIsNotTold(Refusal refusal, String word) {
    WebhookResponse answer = WebhookResponse.of(refusal);

    assertThat(answer.reason()).isEqualTo(word);
    assertThat(answer.body().keySet()).isEqualTo(Set.of("title", "status"));
  }

  @Test
  void aForeignSourceAndAForeignPartnerAreToldTheSame() {
    assertThat(WebhookResponse.of(new Refusal.Forbidden(ForbiddenReason.SOURCE)).body())
        .isEqualTo(WebhookResponse.of(new Refusal.Forbidden(ForbiddenReason.PARTNER)).body());
  }

  @Test
  void whatIsTakenIsNotRefused() {
    assertThat(WebhookResponse.of(new Receipt(Receipt.Status.ACCEPTED, "1")).reason()).isEmpty();
  }
}
