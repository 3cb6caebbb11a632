package io.gatehouse.settings;

import java.util.Locale;

/** A setting that is on or off. */
public final class Switch {

  private Switch() {}

  /**
   * Reads it, in the words that Spring takes.
   *
   * @param setting its name
   * @param text what it is set to
   * @throws BadSettingException where that is neither
   */
  public static boolean isOn(String setting, String text) {
    return is(setting, text);
  }

  /**
   * The same, where nothing need be set.
   *
   * @param text what it is set to, or null
   * @param unset what counts where it is null or blank
   */
  public static boolean isOn(String setting, String text, boolean unset) {
    return text == null || text.isBlank() ? unset : is(setting, text);
  }

  private static boolean is(String setting, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default ->
          throw new BadSettingException(
              "%s: \"%s\" is neither true nor false.".formatted(setting, text));
    };
  }
}
