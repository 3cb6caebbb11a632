package io.gatehouse.events;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the times that vendors write. One that already is in the form of RFC 3339 stays as it is; a
 * date and time without an offset, {@code 2024-08-02 05:11:40}, is taken as UTC; anything else is
 * no time.
 */
final class EventTime {

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern WITHOUT_OFFSET =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?");
  private static final DateTimeFormatter STRICT_LOCAL =
      DateTimeFormatter.ISO_LOCAL_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);

  private EventTime() {}

  /** The time in the form of RFC 3339. */
  static Optional<String> parse(String text) {
    try {
      if (RFC_3339.matcher(text).matches()) {
        OffsetDateTime.parse(text);
        return Optional.of(text);
      }
      if (WITHOUT_OFFSET.matcher(text).matches()) {
        String iso = text.replace(' ', 'T');
        LocalDateTime.parse(iso, STRICT_LOCAL).atOffset(ZoneOffset.UTC);
        return Optional.of(iso + "Z");
      }
    } catch (DateTimeException e) {
      // The shape is right but the date is not, such as February 30.
    }
    return Optional.empty();
  }
}
