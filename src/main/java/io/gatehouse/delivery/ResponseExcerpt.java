package io.gatehouse.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of a receiver's response that may be kept. A response may quote the event, or contain
 * more about a person, so only the technical words of {@code answer-words.txt} remain, also as
 * parts of a code such as {@code UNABLE_TO_LOCK_ROW}, without any number; everything else becomes
 * {@code …}. Of these, too, nothing remains that has four characters in a row in common with a
 * value of the event.
 */
final class ResponseExcerpt {

  /** The maximum length in characters. */
  static final int LONGEST = 200;

  private static final int LOOKED_AT = 8 * 1024;
  private static final String GAP = "…";
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]+");

  /** The form of error codes, which names do not have. */
  private static final Pattern CODE = Pattern.compile("[A-Z]{2,20}(_[A-Z]{1,20}){1,7}");

  /**
   * The boundary between the words of {@code invalid_client}, {@code not-found} and {@code
   * errorCode}.
   */
  private static final Pattern SEAM = Pattern.compile("[_-]+|(?<=[a-z])(?=[A-Z])");

  private static final Set<String> WORDS = words();

  private ResponseExcerpt() {}

  private static Set<String> words() {
    try (InputStream file =
        ResponseExcerpt.class.getResourceAsStream("/delivery/answer-words.txt")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("The list of words is a part of the program", e);
    }
  }

  /**
   * The excerpt.
   *
   * @param answer any text; only its beginning is used
   * @param event the event of the request
   * @return at most {@link #LONGEST} characters; empty if no word remains
   */
  static String of(String answer, QueuedEvent event) {
    List<String> pieces = pieces(answer.substring(0, Math.min(answer.length(), LOOKED_AT)));
    while (!pieces.isEmpty()) {
      String excerpt = String.join(" ", pieces);
      Set<String> shared = EventValues.of(event).sharing(quadruples(excerpt));
      if (shared.isEmpty()) {
        return pieces.equals(List.of(GAP)) ? "" : excerpt;
      }
      pieces = without(shared, pieces);
    }
    return "";
  }

  /** The tokens that may be kept, with one gap for what is between them. */
  private static List<String> pieces(String answer) {
    List<String> pieces = new ArrayList<>();
    int length = 0;
    for (MatchResult token : (Iterable<MatchResult>) TOKEN.matcher(answer).results()::iterator) {
      String piece = harmless(token.group());
      if (length + piece.length() + 1 + GAP.length() > LONGEST) {
        append(pieces, GAP);
        break;
      }
      length += append(pieces, piece) ? piece.length() + 1 : 0;
    }
    return pieces;
  }

  private static boolean append(List<String> pieces, String piece) {
    boolean repeats =
        piece.equals(GAP) && !pieces.isEmpty() && pieces.get(pieces.size() - 1).equals(GAP);
    return !repeats && pieces.add(piece);
  }

  /** A known word, or the known parts of a code, since a name may be written like a code. */
  private static String harmless(String token) {
    if (SEAM.splitAsStream(token).allMatch(ResponseExcerpt::isKnown)) {
      return token;
    }
    String[] parts = token.split("_");
    return CODE.matcher(token).matches() && Stream.of(parts).anyMatch(ResponseExcerpt::isKnown)
        ? Stream.of(parts).map(part -> isKnown(part) ? part : GAP).collect(Collectors.joining("_"))
        : GAP;
  }

  private static boolean isKnown(String word) {
    return WORDS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** All its parts of four characters, in lower case. */
  private static Set<String> quadruples(String excerpt) {
    String small = EventValues.small(excerpt);
    Set<String> all = new HashSet<>();
    for (int i = 0; i + EventValues.SHARED <= small.length(); i++) {
      all.add(small.substring(i, i + EventValues.SHARED));
    }
    return all;
  }

  /** Replaces each piece that contains a shared part by a gap. */
  private static List<String> without(Set<String> shared, List<String> pieces) {
    String small = EventValues.small(String.join(" ", pieces));
    boolean[] isShared = new boolean[small.length()];
    for (int i = 0; i + EventValues.SHARED <= small.length(); i++) {
      if (shared.contains(small.substring(i, i + EventValues.SHARED))) {
        java.util.Arrays.fill(isShared, i, i + EventValues.SHARED, true);
      }
    }
    List<String> left = new ArrayList<>();
    int at = 0;
    for (String piece : pieces) {
      boolean keeps = true;
      for (int i = at; i < at + piece.length(); i++) {
        keeps &= !isShared[i];
      }
      append(left, keeps ? piece : GAP);
      at += piece.length() + 1;
    }
    return left.equals(pieces) ? List.of() : left;
  }
}
