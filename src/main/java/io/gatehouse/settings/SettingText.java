package io.gatehouse.settings;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.PlaceholderResolutionException;

/** What is set for a name, read so that no failure repeats it. */
public final class SettingText {

  private SettingText() {}

  /**
   * The value, with what Spring fills in for <code>${…}</code>; null where none is set.
   *
   * @throws BadSettingException where <code>${…}</code> has a name that nothing is set for
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
   * The same, with a text in place of null.
   *
   * @throws BadSettingException as above
   */
  public static String of(PropertyResolver settings, String name, String unset) {
    String value = of(settings, name);
    return value == null ? unset : value;
  }
}
