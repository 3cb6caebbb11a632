package io.gatehouse.events;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times that are written as a date and a time of day. What is in the form of RFC 3339 stays as it
 * is. Read, and brought into that form, are also:
 *
 * <ul>
 *   <li>a blank in place of {@code T}, {@code t} and {@code z}, no seconds, a comma before the
 *       fraction, more than nine digits of it (of which nine count), and the basic form {@code
 *       20240802T051140Z};
 *   <li>an offset such as {@code +0200} or {@code +02}, {@code UTC} or {@code GMT}, with a blank
 *       before it or not; without one the time is in UTC. The name of a zone in brackets behind the
 *       offset does not count;
 *   <li>{@code 24:00}, the end of a day, and the leap second {@code 23:59:60} in UTC, which is the
 *       second before it;
 *   <li>{@code Fri, 02 Aug 2024 05:11:40 GMT} (RFC 1123) and {@code /Date(1722575500000+0200)/},
 *       whose number is in UTC.
 * </ul>
 *
 * A date alone is no time.
 */
final class WrittenTime {

  private static final int LONGEST = 100;
  private static final int MOST_FRACTION = 9;

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern TIME =
      Pattern.compile(
          "(?<date>-?[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<time>[0-9]{2}:[0-9]{2})(:(?<second>[0-9]{2})"
              + "([.,](?<fraction>[0-9]+))?)?"
              + "( ?(?<offset>[Zz]|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)(\\[[A-Za-z0-9/_+-]+])?)?");

  private static final Pattern BASIC =
      Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})(.*)");

  private static final Pattern DATE = Pattern.compile("-?[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern RFC_1123 =
      Pattern.compile("([A-Z][a-z]{2}, )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{5,8} .*");
  private static final Pattern MICROSOFT =
      Pattern.compile("/Date\\((?<millis>-?[0-9]{1,17})([+-][0-9]{4})?\\)/");

  /** What MySQL writes for no date, and what PHP makes of it. */
  private static final Pattern ZERO = Pattern.compile("(0000-00-00|-0001-11-30).*");

  private WrittenTime() {}

  static EventTime read(String text) {
    if (text.length() > LONGEST) {
      return new EventTime.Unreadable();
    }
    Matcher microsoft = MICROSOFT.matcher(text);
    if (microsoft.matches()) {
      return UnixTime.ofMillis(Long.parseLong(microsoft.group("millis")));
    }
    if (ZERO.matcher(text).matches() || isDefaultDate(text)) {
      return new EventTime.Missing();
    }
    try {
      return parse(text)
          .map(
              written ->
                  EventTime.meansNone(OffsetDateTime.parse(written))
                      ? new EventTime.Missing()
                      : new EventTime.Known(written))
          .orElse(new EventTime.Unreadable());
    } catch (DateTimeException e) {
      // The form is right but the date is not, such as February 30.
      return new EventTime.Unreadable();
    }
  }

  private static boolean isDefaultDate(String text) {
    return DATE.matcher(text).matches() && read(text + " 00:00") instanceof EventTime.Missing;
  }

  private static Optional<String> parse(String text) {
    if (RFC_3339.matcher(text).matches() && !isOddSecond(text)) {
      return Optional.of(text);
    }
    Matcher basic = BASIC.matcher(text);
    Matcher time = TIME.matcher(basic.matches() ? basic.replaceFirst("$1-$2-$3T$4:$5:$6$7") : text);
    if (time.matches()) {
      return Optional.of(rewritten(time));
    }
    return RFC_1123.matcher(text).matches()
        ? Optional.of(
            written(
                OffsetDateTime.parse(
                    text.replaceFirst(" (UTC|UT|Z)$", " GMT"),
                    DateTimeFormatter.RFC_1123_DATE_TIME),
                ""))
        : Optional.empty();
  }

  /** Seconds that Java, and many readers of RFC 3339, reject. */
  private static boolean isOddSecond(String text) {
    return text.startsWith("24:", 11) || text.startsWith("60", 17);
  }

  private static String rewritten(Matcher parts) {
    String second = parts.group("second") == null ? "00" : parts.group("second");
    String fraction = parts.group("fraction") == null ? "" : parts.group("fraction");
    boolean leap = second.equals("60");
    String time = parts.group("time") + ":" + (leap ? "59" : second);
    boolean endOfDay = time.equals("24:00:00") && fraction.matches("0*");
    LocalDateTime local =
        LocalDate.parse(parts.group("date"))
            .atTime(LocalTime.parse(endOfDay ? "00:00:00" : time))
            .plusDays(endOfDay ? 1 : 0);
    OffsetDateTime whole = local.atOffset(offset(parts.group("offset")));
    if (leap && !whole.withOffsetSameInstant(ZoneOffset.UTC).toString().contains("T23:59:59")) {
      throw new DateTimeException("A leap second is the last of a day in UTC");
    }
    return written(whole, fraction.substring(0, Math.min(fraction.length(), MOST_FRACTION)));
  }

  private static ZoneOffset offset(String written) {
    boolean utc =
        written == null
            || written.equalsIgnoreCase("Z")
            || written.equals("UTC")
            || written.equals("GMT");
    return utc ? ZoneOffset.UTC : ZoneOffset.of(written);
  }

  private static String written(OffsetDateTime time, String fraction) {
    return time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss"))
        + (fraction.isEmpty() ? "" : "." + fraction)
        + time.getOffset().getId();
  }
}
