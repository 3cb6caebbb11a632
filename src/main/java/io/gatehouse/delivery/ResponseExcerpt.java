package io.gatehouse.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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

  /** How many equal characters in a row count as a shared part. */
  private static final int SHARED = 4;

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> OURS =
      Set.of("specversion", "type", "source", "vendor", "receivedtime", "time", "traceparent");
  private static final int HASHES = 1 << 16;

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
      Set<String> shared = sharedWith(event, quadruples(excerpt));
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
    String small = small(excerpt);
    Set<String> all = new HashSet<>();
    for (int i = 0; i + SHARED <= small.length(); i++) {
      all.add(small.substring(i, i + SHARED));
    }
    return all;
  }

  /** Replaces each piece that contains a shared part by a gap. */
  private static List<String> without(Set<String> shared, List<String> pieces) {
    String small = small(String.join(" ", pieces));
    boolean[] isShared = new boolean[small.length()];
    for (int i = 0; i + SHARED <= small.length(); i++) {
      if (shared.contains(small.substring(i, i + SHARED))) {
        Arrays.fill(isShared, i, i + SHARED, true);
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

  /** A text as it is compared, of the same length: each character in lower case. */
  private static String small(String text) {
    StringBuilder small = new StringBuilder(text.length());
    text.chars().forEach(c -> small.append(Character.toLowerCase((char) c)));
    return small.toString();
  }

  /**
   * Which of these texts, each of {@link #SHARED} lower-case characters, are part of a value that
   * may be personal data: of a text or number of the event's data, or of an attribute that the
   * gateway has not set itself. Values are streamed, not kept, since an event may be large.
   */
  private static Set<String> sharedWith(QueuedEvent event, Set<String> texts) {
    Search search = new Search(texts);
    event
        .attributes()
        .forEach(
            (name, value) -> {
              if (!OURS.contains(name)) {
                search.in(value.toCharArray(), 0, value.length());
              }
            });
    try (JsonParser json =
        JSON.createParser(
            new InputStreamReader(
                new ByteArrayInputStream(event.data()), StandardCharsets.UTF_8))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
          search.in(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        }
      }
    } catch (IOException e) {
      char[] text = new String(event.data(), StandardCharsets.UTF_8).toCharArray();
      search.in(text, 0, text.length);
    }
    return search.found;
  }

  /** Searches values for texts; most of them have no hash in common with one. */
  private static final class Search {

    private final Set<String> texts;
    private final BitSet hashes = new BitSet(HASHES);
    private final Set<String> found = new HashSet<>();

    Search(Set<String> texts) {
      this.texts = texts;
      for (String text : texts) {
        int hash = 0;
        for (int i = 0; i < SHARED; i++) {
          hash = next(hash, text.charAt(i));
        }
        hashes.set(hash);
      }
    }

    /** Only the last four characters remain in a hash of sixteen bits. */
    private static int next(int hash, char c) {
      return ((hash << 4) ^ (c * 31)) & (HASHES - 1);
    }

    void in(char[] value, int offset, int length) {
      int hash = 0;
      for (int i = 0; i < length; i++) {
        hash = next(hash, Character.toLowerCase(value[offset + i]));
        if (i + 1 >= SHARED && hashes.get(hash)) {
          String text = small(new String(value, offset + i + 1 - SHARED, SHARED));
          if (texts.contains(text)) {
            found.add(text);
          }
        }
      }
    }
  }
}
