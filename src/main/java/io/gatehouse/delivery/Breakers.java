package io.gatehouse.delivery;

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
 * @param pauseAfter of how many attempts the last ones are looked at; if half of them failed, the
 *     receiver is left alone
 * @param pause for how long at first; twice as long each time that it still fails
 * @param longestPause for how long at most
 */
@ConfigurationProperties("gatehouse.delivery")
record Breakers(
    @DefaultValue("10") int pauseAfter,
    @DefaultValue("5s") Duration pause,
    @DefaultValue("1m") Duration longestPause) {

  private static final float HALF = 50;
  private static final double TWICE = 2;

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
