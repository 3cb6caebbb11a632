package io.gatehouse.settings;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text form of a secret: one value, or several that are separated by commas or line ends. A
 * comma that belongs to a value is written {@code \,}. A byte-order mark and white space around a
 * value are ignored.
 */
public final class SecretText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final char NO_CHARACTER = '\uFFFD';
  private static final int SHORT = 8;

  /** Nobody would choose a secret of fewer characters, not even for a trial. */
  private static final int VERY_SHORT = 3;

  private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\),|\\R");
  private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

  /** Secrets that are names, and may be short. */
  private static final Pattern NAME = Pattern.compile(".*[.-](username|client-id|login)");

  private SecretText() {}

  /** The values of a text, in its order. */
  public static List<String> values(String text) {
    return SEPARATOR
        .splitAsStream(text)
        .map(value -> value.replace(BYTE_ORDER_MARK, "").strip().replace("\\,", ","))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /**
   * Checks that a text was read as it was meant.
   *
   * @param property the secret's name
   * @throws BadSettingException if it was read in another encoding than it was written in, contains
   *     control characters, or has a part that nobody would choose as a secret
   */
  static void check(String property, String text) {
    List<String> values = values(text);
    for (String value : values) {
      if (value.indexOf(NO_CHARACTER) >= 0) {
        throw new BadSettingException(
            "%s is not written in UTF-8: save it in UTF-8.".formatted(property));
      }
      if (isUtf8ReadAsLatin1(value)) {
        throw new BadSettingException(
            "%s is UTF-8 that was read as ISO 8859-1, as a .properties file is: write it into a .yaml file, a secret file or the environment variable %s."
                .formatted(property, Secrets.variable(property)));
      }
      if (value.chars().anyMatch(Character::isISOControl)) {
        throw new BadSettingException(
            "%s holds a control character: copy it again, without tabs and the like."
                .formatted(property));
      }
    }
    // A comma that was meant as a part of one secret leaves parts that are short, or empty.
    if (COMMA.splitAsStream(text.strip() + " ").anyMatch(String::isBlank) && !text.isBlank()) {
      throw new BadSettingException(
          "%s lists an empty value: commas separate values, so take a comma too many away, or write one that belongs to a value as \\,."
              .formatted(property));
    }
    int shortest = values.stream().mapToInt(String::length).min().orElse(0);
    boolean isLong = values.stream().anyMatch(value -> value.length() >= SHORT);
    if (values.size() > 1
        && shortest < (isLong ? SHORT : VERY_SHORT)
        && !NAME.matcher(property).matches()) {
      throw new BadSettingException(
          "%s lists a value of fewer than %d characters: commas separate values, so write a comma that belongs to a value as \\,."
              .formatted(property, isLong ? SHORT : VERY_SHORT));
    }
  }

  private static boolean isUtf8ReadAsLatin1(String value) {
    if (value.chars().allMatch(c -> c < 0x80)) {
      return false;
    }
    try {
      ByteBuffer bytes = StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(value));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
