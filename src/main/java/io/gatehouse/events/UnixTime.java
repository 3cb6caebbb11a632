package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Times that are written as the time since 1970 in UTC. The size of the number determines its unit:
 * seconds have ten digits, milliseconds thirteen, microseconds sixteen, nanoseconds nineteen, which
 * covers September 2001 to 2286. Other numbers for times have other sizes, such as .NET's ticks and
 * Windows's FILETIME with eighteen digits, or {@code yyyyMMddHHmm}: they cannot be read, and do not
 * become wrong times. A number that is not above 0 is not a time.
 */
final class UnixTime {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?");

  private static final int MOST_DIGITS = 40;
  private static final int[] UNITS = {0, 3, 6, 9};
  private static final int NANOS = 9;
  private static final BigDecimal FROM = BigDecimal.TEN.pow(9);
  private static final BigDecimal TO = BigDecimal.TEN.pow(10);
  private static final BigDecimal YEAR_9999 =
      BigDecimal.valueOf(Instant.parse("9999-01-01T00:00:00Z").getEpochSecond());
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private static final BigDecimal DAY = BigDecimal.valueOf(Duration.ofDays(1).toSeconds());
  private static final BigDecimal QUARTER = BigDecimal.valueOf(Duration.ofMinutes(15).toSeconds());
  private static final BigDecimal YEAR_AND_A_DAY =
      BigDecimal.valueOf(Duration.ofDays(366).toSeconds());

  private UnixTime() {}

  static boolean isOne(String text) {
    return NUMBER.matcher(text).matches();
  }

  static EventTime read(String text) {
    return read(new BigDecimal(text));
  }

  static EventTime read(JsonNode number) {
    return number.isFloatingPointNumber() && !Double.isFinite(number.doubleValue())
        ? new EventTime.Unreadable()
        : read(number.decimalValue());
  }

  private static EventTime read(BigDecimal number) {
    if (number.signum() <= 0) {
      return new EventTime.Missing();
    }
    // Calculating with many digits is expensive.
    long digits = (long) number.precision() - number.scale();
    if (Math.abs(digits) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
      return new EventTime.Unreadable();
    }
    if (meansNone(number)) {
      return new EventTime.Missing();
    }
    for (int unit : UNITS) {
      BigDecimal seconds = number.movePointLeft(unit);
      if (seconds.compareTo(FROM) >= 0 && seconds.compareTo(TO) < 0) {
        return new EventTime.Known(moment(seconds).toString());
      }
    }
    return new EventTime.Unreadable();
  }

  private static Instant moment(BigDecimal seconds) {
    long whole = seconds.longValue();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(NANOS).longValue();
    return Instant.ofEpochSecond(whole, nanos);
  }

  private static boolean meansNone(BigDecimal number) {
    return number.compareTo(LARGEST) == 0 || isMidnightOf1970(number) || isOfYear9999(number);
  }

  /**
   * Whether it is midnight of 1970-01-01, in seconds or milliseconds, in any offset: all offsets
   * are quarters of an hour.
   */
  private static boolean isMidnightOf1970(BigDecimal number) {
    return Stream.of(number, number.movePointLeft(3))
        .anyMatch(
            seconds -> seconds.compareTo(DAY) < 0 && seconds.remainder(QUARTER).signum() == 0);
  }

  /** Whether it is in the year 9999, in any of the units. */
  private static boolean isOfYear9999(BigDecimal number) {
    return Arrays.stream(UNITS)
        .mapToObj(number::movePointLeft)
        .anyMatch(
            seconds ->
                seconds.compareTo(YEAR_9999) >= 0
                    && seconds.compareTo(YEAR_9999.add(YEAR_AND_A_DAY)) < 0);
  }

  /** The same for a moment that is not written as a bare number. */
  static EventTime ofMillis(long millis) {
    Instant moment = Instant.ofEpochMilli(millis);
    return EventTime.meansNone(moment.atOffset(ZoneOffset.UTC))
        ? new EventTime.Missing()
        : new EventTime.Known(moment.toString());
  }
}
