package io.gatehouse.credentials;

import java.time.Clock;
import java.time.Duration;

/**
 * How far a signed time may be from ours.
 *
 * @param oldest how old it may be
 * @param ahead how far it may lie in the future
 */
record TimeLimits(Duration oldest, Duration ahead, Clock clock) {

  /** Whether a time, in Unix seconds, lies within the limits. */
  boolean allow(long seconds) {
    long age = clock.instant().getEpochSecond() - seconds;
    return age <= oldest.toSeconds() && age >= -ahead.toSeconds();
  }
}
