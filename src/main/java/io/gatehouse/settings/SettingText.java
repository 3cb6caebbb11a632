package io.gatehouse.settings;

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
}
