package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** The rate of each sender, for each vendor. */
class SenderRateLimiterTest {

  private static final int RATE = 1;
  private static final int COST_OF_REFUSAL = 500;

  private static final InetAddress ONE = address("192.0.2.1");
  private static final InetAddress OTHER = address("192.0.2.2");

  private final MockEnvironment environment = new MockEnvironment();

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private SenderRateLimiter limiter(int costOfRefusal) {
    return new SenderRateLimiter(new RateLimitProperties(RATE, costOfRefusal), environment);
  }

  /** Afterwards, the sender has to wait for two seconds. */
  private static SenderRateLimiter usedUp(InetAddress source) {
    SenderRateLimiter limiter =
        new SenderRateLimiter(
            new RateLimitProperties(RATE, COST_OF_REFUSAL), new MockEnvironment());
    limiter.admit("argos", source);
    limiter.refused("argos", source);
    return limiter;
  }

  @Test
  void whoHasUsedUpItsRateIsToldWhenToComeAgain() {
    SenderRateLimiter limiter = usedUp(ONE);

    assertThatThrownBy(() -> limiter.admit("argos", ONE))
        .isInstanceOf(RefusedException.class)
        .extracting(e -> ((RefusedException) e).problem())
        .asInstanceOf(type(Problem.TooManyRequests.class))
        .extracting(Problem.TooManyRequests::retryAfter)
        .satisfies(wait -> assertThat(wait).isBetween(Duration.ofNanos(1), Duration.ofSeconds(2)));
  }

  @Test
  void neitherAnotherSenderNorAnotherVendorNoticesThat() {
    SenderRateLimiter limiter = usedUp(ONE);

    assertThatCode(() -> limiter.admit("argos", OTHER)).doesNotThrowAnyException();
    assertThatCode(() -> limiter.admit("thekyb", ONE)).doesNotThrowAnyException();
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneSender() {
    SenderRateLimiter limiter = usedUp(address("2001:db8::1"));

    assertThatThrownBy(() -> limiter.admit("argos", address("2001:db8::2")))
        .isInstanceOf(RefusedException.class);
    assertThatCode(() -> limiter.admit("argos", address("2001:db8:0:1::1")))
        .doesNotThrowAnyException();
  }

  @Test
  void aRefusedRequestCostsTheSenderAllThatItHas() {
    SenderRateLimiter limiter = limiter(COST_OF_REFUSAL);
    limiter.refused("argos", ONE);

    assertThatThrownBy(() -> limiter.admit("argos", ONE)).isInstanceOf(RefusedException.class);
    assertThatCode(() -> limiter.admit("argos", OTHER)).doesNotThrowAnyException();
  }

  @Test
  void aRefusedRequestMayCostNothing() {
    SenderRateLimiter limiter = limiter(0);
    limiter.refused("argos", ONE);

    assertThatCode(() -> limiter.admit("argos", ONE)).doesNotThrowAnyException();
  }

  @Test
  void aVendorMayHaveARateOfItsOwn() {
    environment.setProperty("argos.requests-per-second", "100");
    SenderRateLimiter limiter = limiter(0);

    assertThatCode(
            () -> {
              for (int i = 0; i < 100; i++) {
                limiter.admit("argos", ONE);
              }
            })
        .doesNotThrowAnyException();
  }
}
