package io.gatehouse.auth;

import io.gatehouse.settings.BadSettingException;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How far a signed time may be from the gateway's.
 *
 * @param oldest how old it may be
 * @param ahead how far it may be in the future
 */
record TimestampTolerance(Duration oldest, Duration ahead, Clock clock) {

  /** A shorter tolerance would accept no signature at all. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Parses a duration.
   *
   * @param parameter its name in the route file
   * @param text an ISO 8601 duration
   * @throws BadSettingException if it is not one, or shorter than the shortest or longer than a
   *     hundred years
   */
  static Duration span(String parameter, String text, Duration shortest) {
    try {
      Duration span = Duration.parse(text.strip());
      if (span.compareTo(shortest) >= 0 && span.compareTo(LONGEST) <= 0) {
        return span;
      }
    } catch (DateTimeParseException e) {
      // Reported below, in one sentence with the range.
    }
    throw new BadSettingException(
        "%s: \"%s\" is no ISO 8601 duration from %s to P36500D such as PT5M."
            .formatted(parameter, text, shortest));
  }

  /** Whether a time, in Unix seconds, is within the limits. */
  boolean allow(long seconds) {
    long age = clock.instant().getEpochSecond() - seconds;
    return age <= oldest.toSeconds() && age >= -ahead.toSeconds();
  }
}
