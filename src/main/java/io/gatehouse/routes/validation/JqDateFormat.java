package io.gatehouse.routes.validation;

import static java.time.temporal.ChronoField.AMPM_OF_DAY;
import static java.time.temporal.ChronoField.CLOCK_HOUR_OF_AMPM;
import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.DAY_OF_WEEK;
import static java.time.temporal.ChronoField.DAY_OF_YEAR;
import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.INSTANT_SECONDS;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;
import static java.time.temporal.ChronoField.YEAR;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;

/**
 * A date format as in C's {@code strftime} and {@code strptime}, with English names: of the
 * conversions {@code %Y %y %m %d %e %j %H %I %M %S %p %a %A %b %h %B %z %Z %s}, the short forms
 * {@code %F %T %D %R}, and {@code %n %t %%}.
 */
final class JqDateFormat {

  private static final Map<Character, String> SHORT_FORMS =
      Map.of('F', "%Y-%m-%d", 'T', "%H:%M:%S", 'D', "%m/%d/%y", 'R', "%H:%M");
  private static final Map<Character, ChronoField> TWO_DIGITS =
      Map.of(
          'm', MONTH_OF_YEAR,
          'd', DAY_OF_MONTH,
          'H', HOUR_OF_DAY,
          'I', CLOCK_HOUR_OF_AMPM,
          'M', MINUTE_OF_HOUR,
          'S', SECOND_OF_MINUTE);

  /** Of two digits, 69 means 1969 and 68 means 2068. */
  private static final int FIRST_YEAR = 1969;

  private final DateTimeFormatterBuilder built =
      new DateTimeFormatterBuilder().parseCaseInsensitive();
  private final boolean reads;

  private JqDateFormat(boolean reads) {
    this.reads = reads;
  }

  /** Formats a time. */
  static String write(String format, OffsetDateTime time) {
    return new JqDateFormat(false).of(format).format(time);
  }

  /** Parses a time in UTC; a missing part of the time of day is 0. */
  static LocalDateTime read(String format, String text) {
    TemporalAccessor parsed = new JqDateFormat(true).of(format).parse(text);
    if (parsed.isSupported(INSTANT_SECONDS)) {
      return LocalDateTime.ofInstant(Instant.from(parsed), ZoneOffset.UTC);
    }
    LocalDate day = LocalDate.from(parsed);
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneOffset offset = parsed.query(TemporalQueries.offset());
    return day.atTime(time == null ? LocalTime.MIDNIGHT : time)
        .minusSeconds(offset == null ? 0 : offset.getTotalSeconds());
  }

  private DateTimeFormatter of(String format) {
    if (format.indexOf('%') < 0) {
      throw new DateTimeException("A format of a date has conversions, such as %Y");
    }
    append(format);
    return built.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  private void append(String format) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        built.appendLiteral(c);
      } else if (++i < format.length()) {
        boolean alone = !format.startsWith("%", i + 1) && (i < 3 || format.charAt(i - 3) != '%');
        append(format.charAt(i), alone);
      } else {
        throw new DateTimeException("A conversion of a date is % and a letter");
      }
    }
  }

  /**
   * Appends a conversion.
   *
   * @param alone whether it does not adjoin another; then one digit may be parsed for two
   */
  private void append(char conversion, boolean alone) {
    if (TWO_DIGITS.containsKey(conversion)) {
      twoDigits(TWO_DIGITS.get(conversion), alone);
      return;
    } else if (SHORT_FORMS.containsKey(conversion)) {
      append(SHORT_FORMS.get(conversion));
      return;
    }
    switch (conversion) {
      case 'Y' -> built.appendValue(YEAR, 4);
      case 'y' -> built.appendValueReduced(YEAR, 2, 2, FIRST_YEAR);
      case 'e' -> built.padNext(2).appendValue(DAY_OF_MONTH);
      case 'j' -> built.appendValue(DAY_OF_YEAR, 3);
      case 'p' -> built.appendText(AMPM_OF_DAY);
      case 'a' -> built.appendText(DAY_OF_WEEK, TextStyle.SHORT);
      case 'A' -> built.appendText(DAY_OF_WEEK);
      case 'b', 'h' -> built.appendText(MONTH_OF_YEAR, TextStyle.SHORT);
      case 'B' -> built.appendText(MONTH_OF_YEAR);
      case 's' -> built.appendValue(INSTANT_SECONDS);
      case 'z' -> offset();
      case 'Z' -> zone();
      case 'n' -> built.appendLiteral('\n');
      case 't' -> built.appendLiteral('\t');
      case '%' -> built.appendLiteral('%');
      default -> throw new DateTimeException("There is no conversion %" + conversion);
    }
  }

  private void twoDigits(ChronoField field, boolean alone) {
    if (reads && alone) {
      built.appendValue(field, 1, 2, SignStyle.NOT_NEGATIVE);
    } else {
      built.appendValue(field, 2);
    }
  }

  private void offset() {
    if (reads) {
      built.optionalStart().appendOffset("+HH:MM", "Z").optionalEnd();
      built.optionalStart();
    }
    built.appendOffset("+HHMM", "+0000");
    if (reads) {
      built.optionalEnd();
    }
  }

  private void zone() {
    if (reads) {
      for (String name : new String[] {"UTC", "GMT", "Z"}) {
        built.optionalStart().appendLiteral(name).optionalEnd();
      }
    } else {
      built.appendLiteral("UTC");
    }
  }
}
