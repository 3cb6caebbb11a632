package io.gatehouse.delivery;

import io.gatehouse.settings.BadSettingException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Codes with which a system reports, under an otherwise final status, that the same request may
 * succeed later: Salesforce responds 400 with {@code UNABLE_TO_LOCK_ROW} while somebody else
 * changes the record.
 *
 * @param codes words of a response, or statuses
 */
record RetryableCodes(Set<String> codes) {

  static final RetryableCodes NONE = new RetryableCodes(Set.of());

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{3,100}");
  private static final Pattern NO_CODE = Pattern.compile("[^A-Za-z0-9_.-]+");

  /**
   * Parses codes separated by commas.
   *
   * @throws BadSettingException if one is not a word of letters, digits and {@code _.-}
   */
  static RetryableCodes parse(String text) {
    Set<String> codes =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(code -> !code.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    for (String code : codes) {
      if (!CODE.matcher(code).matches()) {
        throw new BadSettingException(
            "again: \"%s\" is no code such as UNABLE_TO_LOCK_ROW or 422; separate codes by commas."
                .formatted(code));
      }
    }
    return new RetryableCodes(codes);
  }

  /** Whether the status is such a code, or the response contains one as a separate word. */
  boolean areIn(int status, String answer) {
    return codes.contains(Integer.toString(status))
        || !codes.isEmpty() && NO_CODE.splitAsStream(answer).anyMatch(this::isWord);
  }

  /**
   * Whether a code is a word: a status is matched with the status only, since its digits may mean
   * anything in a response.
   */
  private boolean isWord(String text) {
    return codes.contains(text) && !text.matches("[0-9]+");
  }
}
