package io.gatehouse.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known word for a misspelt one. */
public final class ClosestMatch {

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private ClosestMatch() {}

  /** The known word with the smallest edit distance from this one, if the distance is small. */
  public static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> DISTANCE.apply(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .filter(candidate -> DISTANCE.apply(word, candidate) <= Math.max(2, word.length() / 3));
  }
}
