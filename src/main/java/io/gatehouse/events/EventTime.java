package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The value that a vendor wrote as an event's time.
 *
 * <p>The forms are those of {@link WrittenTime}, and {@link UnixTime} as a number or as text.
 * Values that programs write if they have no time are not times: all before 2 January 1970, such as
 * .NET's 0001-01-01, SQL Server's 1900-01-01 and 1970-01-01 in any offset, and all from the year
 * 9999 on.
 */
public sealed interface EventTime {

  /**
   * A time.
   *
   * @param text in the form of RFC 3339, unchanged if the vendor wrote it in that form
   */
  record Known(String text) implements EventTime {}

  /** There is no value, or one that means that there is no time. */
  record Missing() implements EventTime {}

  /** The value is not a time in any known form. */
  record Unreadable() implements EventTime {}

  /** Parses a value of an event; null means none. */
  static EventTime of(JsonNode written) {
    if (written == null || written.isNull() || written.isMissingNode()) {
      return new Missing();
    } else if (written.isNumber()) {
      return UnixTime.read(written);
    } else if (written.isTextual() && !(written instanceof LongText)) {
      return of(written.textValue());
    }
    return new Unreadable();
  }

  /** Parses a text. */
  static EventTime of(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return new Missing();
    }
    return UnixTime.isOne(text) ? UnixTime.read(text) : WrittenTime.read(text);
  }

  /** The time in the form of RFC 3339, if there is one. */
  default Optional<String> rfc3339() {
    return this instanceof Known known ? Optional.of(known.text()) : Optional.empty();
  }

  /**
   * The moment of an event's attribute.
   *
   * @param rfc3339 may be null
   * @return empty if the attribute is missing, is not a time, or means that there is none
   */
  static Optional<Instant> momentOf(String rfc3339) {
    try {
      return Optional.ofNullable(rfc3339)
          .map(OffsetDateTime::parse)
          .filter(time -> !meansNone(time))
          .map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether it is a default: in UTC, or in the local time in which it was written. */
  static boolean meansNone(OffsetDateTime time) {
    return meansNone(time.toLocalDateTime())
        || meansNone(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
  }

  private static boolean meansNone(LocalDateTime time) {
    return time.toLocalDate().isBefore(LocalDate.EPOCH.plusDays(1)) || time.getYear() >= 9999;
  }
}
