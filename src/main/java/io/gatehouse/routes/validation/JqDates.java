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
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/**
 * jq's date functions that jackson-jq does not have, or has with formats of its own. They are in
 * UTC. A broken-down time is an array of year, month from 0, day, hour, minute, second with its
 * fraction, day of the week from Sunday and day of the year from 0.
 */
final class JqDates {

  /** By name and number of arguments. */
  static final Map<String, Function> FUNCTIONS =
      Map.of(
          "gmtime/0", new Gmtime(),
          "mktime/0", new Mktime(),
          "strftime/1", new Strftime(),
          "strptime/1", new Strptime());

  private static final int LONGEST_FORMAT = 1000;
  private static final int MONTH = 1;
  private static final int DAY = 2;
  private static final int HOUR = 3;
  private static final int MINUTE = 4;
  private static final int SECOND = 5;
  private static final int DAYS_OF_WEEK = 7;
  private static final double NANOS = 1e9;

  private JqDates() {}

  /** A function that maps its input to one value. */
  private abstract static class OfOneValue implements Function {

    @Override
    public void apply(
        Scope scope, List<Expression> args, JsonNode in, Path path, PathOutput out, Version version)
        throws JsonQueryException {
      if (args.isEmpty()) {
        out.emit(made(in, ""), null);
        return;
      }
      args.get(0)
          .apply(
              scope,
              in,
              format -> {
                if (!format.isTextual() || format.textValue().length() > LONGEST_FORMAT) {
                  throw new JsonQueryException("A format of a date is a short text");
                }
                out.emit(made(in, format.textValue()), null);
              });
    }

    private JsonNode made(JsonNode in, String format) throws JsonQueryException {
      try {
        return of(in, format);
      } catch (DateTimeException | ArithmeticException e) {
        throw new JsonQueryException(e);
      }
    }

    abstract JsonNode of(JsonNode in, String format) throws JsonQueryException;
  }

  /** Seconds since 1970, as a broken-down time. */
  private static final class Gmtime extends OfOneValue {

    @Override
    JsonNode of(JsonNode in, String format) throws JsonQueryException {
      return brokenDown(ofSeconds(in));
    }
  }

  /** A broken-down time, as seconds since 1970. */
  private static final class Mktime extends OfOneValue {

    @Override
    JsonNode of(JsonNode in, String format) throws JsonQueryException {
      return LongNode.valueOf(ofBrokenDown(in).toEpochSecond(ZoneOffset.UTC));
    }
  }

  /** Seconds or a broken-down time, as a text. */
  private static final class Strftime extends OfOneValue {

    @Override
    JsonNode of(JsonNode in, String format) throws JsonQueryException {
      LocalDateTime time = in.isNumber() ? ofSeconds(in) : ofBrokenDown(in);
      return TextNode.valueOf(JqDateFormat.write(format, time.atOffset(ZoneOffset.UTC)));
    }
  }

  /** A text, as a broken-down time; an offset in it is taken into account. */
  private static final class Strptime extends OfOneValue {

    @Override
    JsonNode of(JsonNode in, String format) throws JsonQueryException {
      if (!in.isTextual()) {
        throw new JsonQueryException("strptime takes a text");
      }
      return brokenDown(JqDateFormat.read(format, in.textValue()));
    }
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
