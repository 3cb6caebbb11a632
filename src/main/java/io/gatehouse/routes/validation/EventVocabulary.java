package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types of the vocabulary. A consumer expects these, and misses events of any other type.
 *
 * @param types such as {@code kyc.identity.approved}
 */
public record EventVocabulary(Set<String> types) {

  private static final String PACKAGED = "/routes/vocabulary.yaml";
  private static final Pattern TEXT = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"|'([^']*)'");
  private static final Pattern TYPE =
      Pattern.compile("(?i)[a-z]+\\.[a-z-]+\\.[a-z0-9.-]+|kyc\\..*[^.]");

  /** What precedes a value that an expression outputs, and follows a key of its table. */
  private static final Pattern GIVEN = Pattern.compile("(?s)(?:.*(?::|//|\\bthen|\\belse))?\\s*");

  private static final Pattern KEY = Pattern.compile("\\s*:");

  /**
   * Reads the vocabulary.
   *
   * @param file {@code docs/vocabulary.yaml}, or one like it; if it does not exist, the vocabulary
   *     of the build is used
   * @throws BadSettingException if it is not a vocabulary
   */
  public static EventVocabulary read(Path file) {
    try (InputStream in =
        Files.exists(file)
            ? Files.newInputStream(file)
            : EventVocabulary.class.getResourceAsStream(PACKAGED)) {
      JsonNode vocabulary = new ObjectMapper(new YAMLFactory()).readTree(in);
      return new EventVocabulary(Kamelets.names(vocabulary.path("types")));
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be YAML, with a sentence for each type under 'types'."
              .formatted(file));
    }
  }

  /** Checks the types in a step that sets the variable {@code type}. */
  void check(RouteFile file, JsonNode setVariable, RouteTexts texts) {
    for (String language : Kamelets.names(setVariable)) {
      JsonNode written = setVariable.path(language);
      String given = written.isObject() ? written.path("expression").asText() : written.asText();
      String text = texts.withSettings(given);
      int line = file.line(setVariable, language);
      if (language.equals("expression") && written.isObject()) {
        check(file, written, texts);
      } else if (language.equals("constant")
          || (language.equals("simple") && !text.contains("${"))) {
        checkType(file, line, text.strip(), given);
      } else if (!language.equals("name") && !language.equals("id")) {
        checkTexts(file, line, text, given);
      }
    }
  }

  private void checkTexts(RouteFile file, int line, String expression, String written) {
    Matcher text = TEXT.matcher(expression);
    while (text.find()) {
      String type = text.group(1) == null ? text.group(2) : text.group(1);
      boolean ours = type.toLowerCase(Locale.ROOT).startsWith("kyc.");
      boolean given = GIVEN.matcher(expression.substring(0, text.start())).matches();
      boolean key = KEY.matcher(expression.substring(text.end())).lookingAt();
      if (!key && (ours || given) && TYPE.matcher(type).matches()) {
        checkType(file, lineOf(file, line, text.group()), type, written);
      }
    }
  }

  /** In a table over several lines, the line of the row. */
  private static int lineOf(RouteFile file, int first, String quoted) {
    String[] lines = file.text().split("\n", -1);
    for (int i = Math.max(first, 1); i <= lines.length; i++) {
      if (lines[i - 1].contains(quoted)) {
        return i;
      }
    }
    return first;
  }

  /**
   * Checks one type. A value that is not written in the file comes from a setting, and is not
   * repeated.
   */
  private void checkType(RouteFile file, int line, String type, String written) {
    if (!types.contains(type) && !written.contains(type)) {
      throw file.bad(
          line,
          "a setting makes a type here that is not in the vocabulary; correct what is set, or give the type a sentence in docs/vocabulary.yaml.");
    }
    if (!types.contains(type)) {
      throw file.bad(
          line,
          "no type '%s' is in the vocabulary%s Correct it, or give the type a sentence in docs/vocabulary.yaml.",
          type,
          Suggestions.guess(type, types));
    }
  }
}
