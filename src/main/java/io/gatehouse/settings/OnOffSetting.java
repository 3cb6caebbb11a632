package io.gatehouse.settings;

import java.util.Locale;

/** A setting that is on or off. */
public final class OnOffSetting {

  private OnOffSetting() {}

  /**
   * Parses it, with the words that Spring accepts.
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
