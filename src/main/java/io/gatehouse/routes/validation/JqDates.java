package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * jq's date functions that jackson-jq does not have, or has with formats of its own. They are in
 * UTC. A broken-down time is an array of year, month from 0, day, hour, minute, second with its
 * fraction, day of the week from Sunday and day of the year from 0.
 */
final class JqDates {

  /** By name and number of arguments. */
  static final Map<String, Function> FUNCTIONS =
      Map.of(
          "gmtime/0", ofOneValue((in, format) -> brokenDown(ofSeconds(in))),
          "mktime/0", ofOneValue((in, format) -> seconds(ofBrokenDown(in))),
          "strftime/1", ofOneValue(JqDates::write),
          "strptime/1", ofOneValue(JqDates::read));

  private static final int LONGEST_FORMAT = 1000;
  private static final int MONTH = 1;
  private static final int DAY = 2;
  private static final int HOUR = 3;
  private static final int MINUTE = 4;
  private static final int SECOND = 5;
  private static final int DAYS_OF_WEEK = 7;
  private static final double NANOS = 1e9;

  private JqDates() {}

  /** Maps an input and a format, which is empty if the function takes none, to one value. */
  private interface OneValue {
    JsonNode of(JsonNode in, String format) throws JsonQueryException;
  }

  private static Function ofOneValue(OneValue value) {
    return (scope, arguments, in, path, output, version) -> {
      if (arguments.isEmpty()) {
        output.emit(made(value, in, ""), null);
        return;
      }
      arguments
          .get(0)
          .apply(
              scope,
              in,
              format -> {
                if (!format.isTextual() || format.textValue().length() > LONGEST_FORMAT) {
                  throw new JsonQueryException("A format of a date is a short text");
                }
                output.emit(made(value, in, format.textValue()), null);
              });
    };
  }

  private static JsonNode made(OneValue value, JsonNode in, String format)
      throws JsonQueryException {
    try {
      return value.of(in, format);
    } catch (DateTimeException | ArithmeticException e) {
      throw new JsonQueryException(e);
    }
  }

  private static JsonNode seconds(LocalDateTime time) {
    return LongNode.valueOf(time.toEpochSecond(ZoneOffset.UTC));
  }

  /** Seconds or a broken-down time, as a text. */
  private static JsonNode write(JsonNode in, String format) throws JsonQueryException {
    LocalDateTime time = in.isNumber() ? ofSeconds(in) : ofBrokenDown(in);
    return TextNode.valueOf(JqDateFormat.write(format, time.atOffset(ZoneOffset.UTC)));
  }

  /** A text, as a broken-down time; an offset in it is taken into account. */
  private static JsonNode read(JsonNode in, String format) throws JsonQueryException {
    if (!in.isTextual()) {
      throw new JsonQueryException("strptime takes a text");
    }
    return brokenDown(JqDateFormat.read(format, in.textValue()));
  }

  private static LocalDateTime ofSeconds(JsonNode seconds) throws JsonQueryException {
    if (!seconds.isNumber() || !Double.isFinite(seconds.doubleValue())) {
      throw new JsonQueryException("Seconds since 1970 are a number");
    }
    double whole = Math.floor(seconds.doubleValue());
    // As jq does, to the microsecond: a double is no more exact for today's times.
    long micros = Math.round((seconds.doubleValue() - whole) * 1e6);
    return LocalDateTime.ofInstant(
        Instant.ofEpochSecond((long) whole, micros * 1000), ZoneOffset.UTC);
  }

  private static LocalDateTime ofBrokenDown(JsonNode parts) throws JsonQueryException {
    if (!parts.isArray() || parts.size() <= SECOND) {
      throw new JsonQueryException("A broken-down time is an array of numbers");
    }
    for (int i = 0; i <= SECOND; i++) {
      if (!parts.get(i).isNumber()) {
        throw new JsonQueryException("A broken-down time is an array of numbers");
      }
    }
    double second = parts.get(SECOND).doubleValue();
    return LocalDateTime.of(parts.get(0).intValue(), 1, 1, 0, 0)
        .plusMonths(parts.get(MONTH).intValue())
        .plusDays(parts.get(DAY).intValue() - 1L)
        .plusHours(parts.get(HOUR).intValue())
        .plusMinutes(parts.get(MINUTE).intValue())
        .plusNanos(Math.round(second * 1e6) * 1000);
  }

  private static JsonNode brokenDown(LocalDateTime time) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    parts.add(time.getYear()).add(time.getMonthValue() - 1).add(time.getDayOfMonth());
    parts.add(time.getHour()).add(time.getMinute());
    parts.add(
        time.getNano() == 0
            ? LongNode.valueOf(time.getSecond())
            : DoubleNode.valueOf(time.getSecond() + time.getNano() / NANOS));
    return parts.add(time.getDayOfWeek().getValue() % DAYS_OF_WEEK).add(time.getDayOfYear() - 1);
  }
}
