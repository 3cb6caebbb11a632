package io.gatehouse.delivery;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.ValidRange;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a receiving system counts as down, {@code gatehouse.delivery.*}.
 *
 * @param pause how long the queue of a failing receiver pauses at first; twice as long each time
 *     that it still fails
 * @param pauseAfter how many of the last attempts are considered; if half of them failed, the queue
 *     pauses
 * @param longestPause the longest pause for a failing receiver
 */
@ConfigurationProperties("gatehouse.delivery")
record DeliveryProperties(
    @ValidRange(from = "1", to = "1000") @DefaultValue("10") int pauseAfter,
    @ValidRange(from = "10ms", to = "1h") @DefaultValue("5s") Duration pause,
    @ValidRange(from = "10ms", to = "1d") @DefaultValue("1m") Duration longestPause) {

  private static final float HALF = 50;
  private static final double TWICE = 2;

  DeliveryProperties {
    if (longestPause.compareTo(pause) < 0) {
      throw new BadSettingException(
          "gatehouse.delivery.longest-pause is shorter than gatehouse.delivery.pause: make it as long or longer.");
    }
  }

  CircuitBreaker breaker(String receiver) {
    return CircuitBreaker.of(
        receiver,
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(pauseAfter)
            .minimumNumberOfCalls(pauseAfter)
            .failureRateThreshold(HALF)
            .permittedNumberOfCallsInHalfOpenState(1)
            .automaticTransitionFromOpenToHalfOpenEnabled(true)
            .waitIntervalFunctionInOpenState(
                IntervalFunction.ofExponentialBackoff(pause, TWICE, longestPause))
            .build());
  }
}
