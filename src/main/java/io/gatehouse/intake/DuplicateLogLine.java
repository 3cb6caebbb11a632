package io.gatehouse.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One entry of the duplicate log, as words separated by spaces: key, suffix of the id, expiry in
 * milliseconds since 1970, the subject whose state it is, its content, and ids whose 200 has been
 * written meanwhile, separated by commas. A hyphen stands for a missing value. Earlier builds wrote
 * the first three words, and read only these; the whole id may stand in place of its suffix.
 *
 * @param key {@value #NO_KEY} if the entry only acknowledges
 */
record DuplicateLogLine(
    String key,
    long number,
    long until,
    Optional<String> states,
    Optional<String> members,
    List<Acknowledged> acknowledged) {

  private static final String NO_KEY = "=";
  private static final String NOTHING = "-";
  private static final int EARLIER_WORDS = 3;

  /** An id whose 200 has been written. */
  record Acknowledged(String key, long number) {

    static Acknowledged of(KnownKey known) {
      return new Acknowledged(known.key(), known.number());
    }

    static Acknowledged parse(String id) {
      return new Acknowledged(id.substring(0, id.lastIndexOf('-')), DuplicateLogLine.number(id));
    }

    @Override
    public String toString() {
      return key + DuplicateLogLine.ending(number);
    }
  }

  static DuplicateLogLine of(
      KnownKey known, Optional<String> states, List<Acknowledged> acknowledged) {
    return new DuplicateLogLine(
        known.key(), known.number(), known.until(), states, known.members(), acknowledged);
  }

  static DuplicateLogLine ofAcknowledged(List<Acknowledged> acknowledged, long until) {
    return new DuplicateLogLine(NO_KEY, 0, until, Optional.empty(), Optional.empty(), acknowledged);
  }

  static DuplicateLogLine parse(String text) {
    String[] words = text.split(" ", -1);
    boolean earlier = words.length == EARLIER_WORDS;
    return new DuplicateLogLine(
        words[0],
        number(words[1]),
        Long.parseLong(words[2]),
        earlier ? Optional.empty() : word(words[3]),
        earlier ? Optional.empty() : word(words[4]),
        earlier
            ? List.of()
            : word(words[5]).stream()
                .flatMap(ids -> Arrays.stream(ids.split(",")))
                .map(Acknowledged::parse)
                .toList());
  }

  boolean hasKey() {
    return !key.equals(NO_KEY);
  }

  @Override
  public String toString() {
    return String.join(
        " ",
        key,
        ending(number),
        Long.toString(until),
        states.orElse(NOTHING),
        members.orElse(NOTHING),
        acknowledged.isEmpty()
            ? NOTHING
            : acknowledged.stream().map(Acknowledged::toString).collect(Collectors.joining(",")));
  }

  static String ending(long number) {
    return "-" + Long.toString(number, Character.MAX_RADIX);
  }

  static long number(String id) {
    return Long.parseLong(id.substring(id.lastIndexOf('-') + 1), Character.MAX_RADIX);
  }

  private static Optional<String> word(String word) {
    return word.equals(NOTHING) ? Optional.empty() : Optional.of(word);
  }
}
