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
 * What a vendor wrote where an event's time is expected.
 *
 * <p>The forms are those of {@link WrittenTime}, and {@link UnixTime} as a number or as text.
 * Moments that programs write where they have no time are no time: all before 2 January 1970, such
 * as .NET's 0001-01-01, SQL Server's 1900-01-01 and 1970-01-01 in any offset, and all from the year
 * 9999 on.
 */
public sealed interface EventTime {

  /**
   * A time.
   *
   * @param text in the form of RFC 3339, and as the vendor wrote it where that is in that form
   */
  record Known(String text) implements EventTime {}

  /** Nothing is there, or what means that there is no time. */
  record Missing() implements EventTime {}

  /** Something is there that is no time in any known form. */
  record Unreadable() implements EventTime {}

  /** Reads a value of an event; null is none. */
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

  /** Reads a text. */
  static EventTime of(String written) {
    String text = written.strip();
    if (text.isEmpty()) {
      return new Missing();
    }
    return UnixTime.isOne(text) ? UnixTime.read(text) : WrittenTime.read(text);
  }

  /** The time in the form of RFC 3339, where there is one. */
  default Optional<String> rfc3339() {
    return this instanceof Known known ? Optional.of(known.text()) : Optional.empty();
  }

  /**
   * The moment that an attribute of an event names.
   *
   * @param rfc3339 may be null
   * @return nothing where the attribute is missing, is no time, or means that there is none
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

  /** Whether it is a default: in UTC, or on the clock of where it was written. */
  static boolean meansNone(OffsetDateTime time) {
    return meansNone(time.toLocalDateTime())
        || meansNone(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
  }

  private static boolean meansNone(LocalDateTime time) {
    return time.toLocalDate().isBefore(LocalDate.EPOCH.plusDays(1)) || time.getYear() >= 9999;
  }
}
