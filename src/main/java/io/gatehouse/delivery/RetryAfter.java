package io.gatehouse.delivery;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * How long the receiver asks to wait, limited to between a second and an hour.
   *
   * @param header null if there is none
   * @return empty if there is none, or it cannot be parsed
   */
  static Optional<Duration> of(String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    if (text.matches("-?[0-9]{1,40}")) {
      BigInteger seconds = new BigInteger(text).min(BigInteger.valueOf(MOST.toSeconds()));
      return Optional.of(clamp(Duration.ofSeconds(seconds.max(BigInteger.ZERO).intValue())));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(clamp(Duration.between(now, until)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration clamp(Duration asked) {
    Duration least = asked.compareTo(LEAST) < 0 ? LEAST : asked;
    return least.compareTo(MOST) > 0 ? MOST : least;
  }
}
