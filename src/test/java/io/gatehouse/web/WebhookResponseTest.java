package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.Problem.ForbiddenReason;
import io.gatehouse.webhook.Receipt;
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
        Arguments.of(new Problem.Malformed(), "malformed"),
        Arguments.of(new Problem.Unauthorized("Basic"), "credentials"),
        Arguments.of(new Problem.Forbidden(ForbiddenReason.SOURCE), "source"),
        Arguments.of(new Problem.Forbidden(ForbiddenReason.PARTNER), "partner"),
        Arguments.of(new Problem.TooLarge(), "size"),
        Arguments.of(new Problem.UnsupportedMedia(), "media-type"),
        Arguments.of(new Problem.TooManyRequests(Duration.ofSeconds(1)), "rate"),
        Arguments.of(new Problem.TooSlow(), "slow"),
        Arguments.of(Problem.Unavailable.SHORTLY, "unavailable"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalHasAWordThatItsSenderIsNotTold(Problem problem, String word) {
    WebhookResponse answer = WebhookResponse.of(problem);

    assertThat(answer.reason()).isEqualTo(word);
    assertThat(answer.body().keySet()).isEqualTo(Set.of("title", "status"));
  }

  @Test
  void aForeignSourceAndAForeignPartnerAreToldTheSame() {
    assertThat(WebhookResponse.of(new Problem.Forbidden(ForbiddenReason.SOURCE)).body())
        .isEqualTo(WebhookResponse.of(new Problem.Forbidden(ForbiddenReason.PARTNER)).body());
  }

  @Test
  void whatIsTakenIsNotRefused() {
    assertThat(WebhookResponse.of(new Receipt(Receipt.Status.ACCEPTED, "1")).reason()).isEmpty();
  }
}
