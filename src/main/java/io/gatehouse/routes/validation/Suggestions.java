package io.gatehouse.routes.validation;

import io.gatehouse.settings.ClosestMatch;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Finds what somebody may have meant. */
final class Suggestions {

  private Suggestions() {}

  /** {@code , did you mean 'x'?} where a known word is near, else a list of the known words. */
  static String hint(String word, Collection<String> known) {
    return meant(word, known)
        .orElse("; known are " + String.join(", ", new TreeSet<>(known)) + ".");
  }

  /** The same without the list, where there are too many to list: a full stop in its place. */
  static String guess(String word, Collection<String> known) {
    return meant(word, known).orElse(".");
  }

  private static Optional<String> meant(String word, Collection<String> known) {
    return ClosestMatch.to(word, known).map(suggestion -> ", did you mean '" + suggestion + "'?");
  }
}
