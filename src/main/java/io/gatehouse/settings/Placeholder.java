package io.gatehouse.settings;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A placeholder in the text of a route file: {@code {{name}}}, {@code {{name:default}}}, {@code
 * {{secret:name}}}. A question mark before the name makes it optional.
 *
 * @param start its position in the text
 * @param inner what stands between the braces
 * @param name without {@code secret:} and question mark
 * @param otherwise the default; null if there is none
 */
public record Placeholder(
    int start, String inner, boolean secret, boolean optional, String name, String otherwise) {

  /** Finds each placeholder of a text, well-formed or not. */
  public static final Pattern PATTERN =
      Pattern.compile("\\{\\{((secret:)?(\\?)?([^:{}]*)(?::([^{}]*))?)}}");

  private static final Pattern SETTING = Pattern.compile("[a-z][a-zA-Z0-9-]*(?:\\.[a-zA-Z0-9-]+)+");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._-]+");

  /** The placeholder that {@link #PATTERN} has found. */
  public static Placeholder of(MatchResult found) {
    return new Placeholder(
        found.start(),
        found.group(1),
        found.group(2) != null,
        found.group(3) != null,
        found.group(4),
        found.group(5));
  }

  /** The placeholders of a text, in order. */
  public static Stream<Placeholder> in(String text) {
    return PATTERN.matcher(text).results().map(Placeholder::of);
  }

  /** The placeholder that a text is; empty if it is another text. */
  public static Optional<Placeholder> whole(String text) {
    Matcher found = PATTERN.matcher(text);
    return found.matches() ? Optional.of(of(found)) : Optional.empty();
  }

  /** Whether it refers to a secret by a name that one can have. */
  public boolean isSecret() {
    return secret && otherwise == null && SECRET.matcher(name).matches();
  }

  /** Whether it refers to a setting by a name that one can have. */
  public boolean isSetting() {
    return !secret && isNamed();
  }

  /** Whether its name is that of a vendor's or a receiving system's setting, secret or not. */
  public boolean isNamed() {
    return SETTING.matcher(name).matches();
  }

  /** Whether something has to be set for it. */
  public boolean isRequired() {
    return !optional && otherwise == null;
  }
}
