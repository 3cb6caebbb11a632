package io.gatehouse.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers leave with a call, and which come back. */
class HeaderFilterTest {

  private final HeaderFilter filter = new HeaderFilter();

  private boolean leaves(String name) {
    return !filter.applyFilterToCamelHeaders(name, "x", null);
  }

  private boolean comesBack(String name) {
    return !filter.applyFilterToExternalHeaders(name, "x", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "AUTHORIZATION",
        "Content-Type",
        "Idempotency-Key",
        "traceparent",
        "webhook-id",
        "webhook-signature",
        "webhook-timestamp",
      })
  void whatACallNeedsLeaves(String name) {
    assertThat(leaves(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CamelHttpUri",
        "JMSXGroupID",
        "cloudEvents_subject",
        "Cookie",
        "Host",
        "X-Forwarded-For",
        "gatehouse_attempts",
        "",
      })
  void nothingElseDoes(String name) {
    assertThat(leaves(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Retry-After", "retry-after"})
  void theTimeToWaitComesBack(String name) {
    assertThat(comesBack(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization", "Content-Type", "Set-Cookie", "CamelHttpUri", "Location"})
  void nothingElseOfAResponseDoes(String name) {
    assertThat(comesBack(name)).isFalse();
  }
}
