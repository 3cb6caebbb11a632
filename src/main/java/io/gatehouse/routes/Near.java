package io.gatehouse.routes;

import io.gatehouse.settings.Nearest;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Finds what somebody may have meant. */
final class Near {

  private Near() {}

  /** {@code , did you mean 'x'?} where a known word is near, else a list of the known words. */
  static String hint(String word, Collection<String> known) {
    return nearest(word, known)
        .map(near -> ", did you mean '" + near + "'?")
        .orElse("; known are " + String.join(", ", new TreeSet<>(known)) + ".");
  }

  /** The known word that is near, where one is. */
  static Optional<String> nearest(String word, Collection<String> known) {
    return Nearest.to(word, known);
  }
}
