package io.gatehouse.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;

/**
 * The allowed values of a setting.
 *
 * @param type as it is declared
 * @param range its bounds; null if there are none
 */
record SettingType(Class<?> type, ValidRange range) {

  /** In words, such as "a whole number from 1 to 64". */
  String words() {
    return kind(type) + (range == null ? "" : " from %s to %s".formatted(range.from(), range.to()));
  }

  /** The name for a value of a type. */
  static String kind(Class<?> type) {
    if (type == int.class || type == long.class || Number.class.isAssignableFrom(type)) {
      return type == Double.class || type == Float.class ? "a number" : "a whole number";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    } else if (type == Duration.class) {
      return "a time such as 5s, 2m or PT1H";
    } else if (type == Path.class) {
      return "a path";
    } else if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return switch (type.getSimpleName()) {
      case "DataSize" -> "a size such as 512KB";
      case "InetAddress" -> "an address of this machine such as 127.0.0.1";
      case "URI", "URL" -> "an address such as https://host/path";
      default -> "a value of this kind (" + type.getSimpleName() + ")";
    };
  }

  /** Whether a value of the type is in the range. */
  boolean holds(Object value) {
    if (range == null) {
      return true;
    }
    if (value instanceof Duration time) {
      return time.compareTo(DurationStyle.detectAndParse(range.from())) >= 0
          && time.compareTo(DurationStyle.detectAndParse(range.to())) <= 0;
    }
    long number = ((Number) value).longValue();
    return number >= Long.parseLong(range.from()) && number <= Long.parseLong(range.to());
  }
}
