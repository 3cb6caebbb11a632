package io.gatehouse.settings;

import java.util.Locale;

/** A setting that is on or off. */
public final class OnOffSetting {

  private OnOffSetting() {}

  /**
   * Reads it, in the words that Spring takes.
   *
   * @param setting its name
   * @param text what it is set to, or null
   * @param unset what counts where that is null or blank
   * @throws BadSettingException where it is neither
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
