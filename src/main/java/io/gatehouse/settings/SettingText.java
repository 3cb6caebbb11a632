package io.gatehouse.settings;

import java.util.Locale;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.PlaceholderResolutionException;

/** Reads a setting's value in such a way that no failure repeats it. */
public final class SettingText {

  private SettingText() {}

  /**
   * The value, with <code>${…}</code> resolved by Spring; null if none is set.
   *
   * @throws BadSettingException if <code>${…}</code> names something that is not set
   */
  public static String of(PropertyResolver settings, String name) {
    try {
      return settings.getProperty(name);
    } catch (PlaceholderResolutionException e) {
      // Its message quotes the value, which may be a secret.
      throw new BadSettingException(
          "%s: what is set holds ${…} with the name of a setting that has no value; give that one a value, or write \\${ where the characters are meant."
              .formatted(name));
    }
  }

  /**
   * The same, with a default in place of null.
   *
   * @throws BadSettingException as above
   */
  public static String of(PropertyResolver settings, String name, String unset) {
    String value = of(settings, name);
    return value == null ? unset : value;
  }

  /**
   * Whether a setting is on, with the words that Spring accepts.
   *
   * @param setting its name
   * @param text its value, or null
   * @param unset the result if that is null or blank
   * @throws BadSettingException if it is neither on nor off
   */
  public static boolean isOn(String setting, String text, boolean unset) {
    String word = text == null ? "" : text.strip();
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "" -> unset;
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default ->
          throw new BadSettingException(
              "%s: \"%s\" is neither true nor false.".formatted(setting, word));
    };
  }
}
