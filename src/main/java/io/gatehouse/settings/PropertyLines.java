package io.gatehouse.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The lines of the keys in a properties file. {@link Properties} silently keeps the last of equal
 * keys.
 */
public final class PropertyLines {

  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private Duplicate duplicate;

  /**
   * A key that occurs in a file for the second time.
   *
   * @param line of the second, from 1
   * @param first line of the first
   */
  public record Duplicate(String key, int line, int first) {}

  private PropertyLines() {}

  /**
   * Finds the keys of a file.
   *
   * @param text the whole file
   * @throws IllegalArgumentException if an escape is invalid
   */
  public static PropertyLines of(String text) {
    PropertyLines found = new PropertyLines();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder whole = new StringBuilder(lines.get(i));
      while (isContinued(lines.get(i)) && i + 1 < lines.size() && !isComment(whole)) {
        i++;
        whole.append('\n').append(lines.get(i));
      }
      found.add(first + 1, whole.toString());
    }
    return found;
  }

  /**
   * Checks that no key of a settings file occurs twice.
   *
   * @param text the whole file
   * @throws BadSettingException if one does
   */
  public static void requireNoDuplicate(String name, String text) {
    of(text)
        .duplicate()
        .ifPresent(
            twice -> {
              throw new BadSettingException(
                  "%s, line %d: %s stands in line %d already; take one of them out."
                      .formatted(name, twice.line(), twice.key(), twice.first()));
            });
  }

  private static boolean isComment(CharSequence line) {
    String text = line.toString().strip();
    return text.startsWith("#") || text.startsWith("!");
  }

  private static boolean isContinued(String line) {
    int backslashes = line.length() - line.replaceFirst("\\\\*$", "").length();
    return backslashes % 2 == 1;
  }

  private void add(int line, String text) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String key : one.stringPropertyNames()) {
      Integer before = lines.put(key, line);
      if (before != null && duplicate == null) {
        duplicate = new Duplicate(key, line, before);
      }
    }
  }

  /** The line of a key, the last one if it occurs twice; 0 if it is missing. */
  public int line(String key) {
    return lines.getOrDefault(key, 0);
  }

  /** The lines of the keys that match a pattern, in the order of the file. */
  public IntStream matching(String pattern) {
    Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
    return lines.keySet().stream().filter(matches).mapToInt(this::line);
  }

  /** The keys in the order of the file. */
  public List<String> keys() {
    return new ArrayList<>(lines.keySet());
  }

  /** The first key that occurs twice. */
  public Optional<Duplicate> duplicate() {
    return Optional.ofNullable(duplicate);
  }
}
