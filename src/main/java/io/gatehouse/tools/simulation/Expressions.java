package io.gatehouse.tools.simulation;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.gatehouse.settings.BadSettingException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.datafaker.Faker;
import org.springframework.boot.convert.DurationStyle;

/**
 * Evaluates <code>#{…}</code> in a simulation file: a name from {@code subject} or {@code values};
 * {@code event}, the vendor's word; the event's {@code time}, optionally in a format and shifted,
 * <code>#{time 'yyyy-MM-dd HH:mm:ss', '-5m'}</code>; or a Datafaker expression, <code>
 * #{Name.fullName}</code>.
 */
final class Expressions {

  private static final Pattern EXPRESSION = Pattern.compile("#\\{((?:'[^']*'|[^'}])*)}");
  private static final Pattern TIME =
      Pattern.compile(
          "time(?:\\s+'(?<form>(?![+-]\\d)[^']*)')?(?:[\\s,]+'(?<shift>[+-]\\d+[a-z]+)')?");

  /** The maximum length in characters: values that refer to each other double quickly. */
  private static final int LONGEST = 1024 * 1024;

  private final UnaryOperator<String> madeUp;

  /**
   * Prepares the expressions.
   *
   * @param madeUp supplies the value of an expression that is neither a name nor a time
   */
  Expressions(UnaryOperator<String> madeUp) {
    this.madeUp = madeUp;
  }

  /** Expressions whose values Datafaker generates, in a language. */
  static Expressions of(Faker faker) {
    return new Expressions(expression -> faker.expression("#{" + expression + "}"));
  }

  /** The text with a value for each expression. */
  String fill(String text, Map<String, String> subject, Instant time) {
    return fill(text, subject, time, UnaryOperator.identity());
  }

  /** The same within JSON texts: values are escaped. */
  String fillJson(String text, Map<String, String> subject, Instant time) {
    return fill(
        text,
        subject,
        time,
        value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)));
  }

  private String fill(
      String text, Map<String, String> subject, Instant time, UnaryOperator<String> escape) {
    StringBuilder filled = new StringBuilder();
    Matcher expression = EXPRESSION.matcher(text);
    while (expression.find()) {
      String value = escape.apply(value(expression.group(1), subject, time));
      if (filled.length() + value.length() > LONGEST) {
        throw new BadSettingException(
            "#{%s} makes a text of more than %d characters; write a shorter one."
                .formatted(expression.group(1), LONGEST));
      }
      expression.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return expression.appendTail(filled).toString();
  }

  private String value(String expression, Map<String, String> subject, Instant time) {
    if (subject.containsKey(expression)) {
      return subject.get(expression);
    }
    Matcher clock = TIME.matcher(expression);
    try {
      return clock.matches()
          ? time(time, clock.group("form"), clock.group("shift"))
          : madeUp.apply(expression);
    } catch (RuntimeException e) {
      throw new BadSettingException(
          "#{%s} is neither a name under subject or values, nor a time, nor an expression that Datafaker knows."
              .formatted(expression));
    }
  }

  private static String time(Instant event, String form, String shift) {
    Instant time = shift == null ? event : event.plus(DurationStyle.SIMPLE.parse(shift));
    return switch (form == null ? "iso" : form) {
      case "iso" ->
          DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX")
              .format(time.atOffset(ZoneOffset.UTC));
      case "iso-seconds" -> time.truncatedTo(ChronoUnit.SECONDS).toString();
      case "unix" -> String.valueOf(time.getEpochSecond());
      case "unix-millis" -> String.valueOf(time.toEpochMilli());
      default -> DateTimeFormatter.ofPattern(form).format(time.atOffset(ZoneOffset.UTC));
    };
  }
}
