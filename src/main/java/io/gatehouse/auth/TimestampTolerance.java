package io.gatehouse.auth;

import io.gatehouse.settings.BadSettingException;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How far a signed time may be from ours.
 *
 * @param oldest how old it may be
 * @param ahead how far it may lie in the future
 */
record TimestampTolerance(Duration oldest, Duration ahead, Clock clock) {

  /** A signature that may be no older than nothing would be no good to anybody. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Reads a span of time.
   *
   * @param parameter what it is called in the route file
   * @param text an ISO 8601 duration
   * @throws BadSettingException where it is none, or shorter than the shortest or longer than a
   *     hundred years
   */
  static Duration span(String parameter, String text, Duration shortest) {
    try {
      Duration span = Duration.parse(text.strip());
      if (span.compareTo(shortest) >= 0 && span.compareTo(LONGEST) <= 0) {
        return span;
      }
    } catch (DateTimeParseException e) {
      // Told below, in one sentence with the range.
    }
    throw new BadSettingException(
        "%s: \"%s\" is no ISO 8601 duration from %s to P36500D such as PT5M."
            .formatted(parameter, text, shortest));
  }

  /** Whether a time, in Unix seconds, lies within the limits. */
  boolean allow(long seconds) {
    long age = clock.instant().getEpochSecond() - seconds;
    return age <= oldest.toSeconds() && age >= -ahead.toSeconds();
  }
}
