package io.gatehouse.routes.validation;

import io.gatehouse.settings.ClosestMatch;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Suggests known words for a misspelt one. */
final class Suggestions {

  private Suggestions() {}

  /** {@code , did you mean 'x'?} if a known word is similar, else a list of the known words. */
  static String hint(String word, Collection<String> known) {
    return meant(word, known)
        .orElse("; known are " + String.join(", ", new TreeSet<>(known)) + ".");
  }

  /** The same without the list, for too many known words: a full stop in its place. */
  static String guess(String word, Collection<String> known) {
    return meant(word, known).orElse(".");
  }

  private static Optional<String> meant(String word, Collection<String> known) {
    return ClosestMatch.to(word, known).map(suggestion -> ", did you mean '" + suggestion + "'?");
  }
}
