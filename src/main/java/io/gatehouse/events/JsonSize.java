package io.gatehouse.events;

/**
 * How much memory a JSON text may use once it is parsed, calculated in one pass over its bytes and
 * before any of it is allocated. For a text that is not JSON the result is meaningless but
 * harmless.
 *
 * @param tokens as Jackson counts them: brackets and braces, names, strings and other values
 * @param bytes the most that the tree may use, with the texts that a jq program reads
 */
record JsonSize(int tokens, long bytes) {

  /** A string of more bytes than this stays in the source bytes, see {@link LongText}. */
  static final int LONG_TEXT = 4096;

  /**
   * The most that a token uses: the only member of an object (its node, map, table, entry and name)
   * is three of them.
   */
  private static final int TOKEN = 96;

  /** A character of a string in a node, and a digit with what its number is made from. */
  private static final int CHARACTER = 2;

  /** A new name is added to the parser's table, which is copied as it grows. */
  private static final int NAME = 320;

  private static final int CHARACTER_OF_A_NAME = 32;

  /**
   * A number that is neither {@code int} nor {@code long}: the digits twice, and the number itself.
   */
  private static final int BIG_NUMBER = 320;

  private static final int DIGITS_OF_A_LONG = 18;

  /** ASCII becomes a string of as many bytes. */
  private static final int ASCII = 1;

  /** While Java decodes other characters, it keeps two arrays with two bytes for each of them. */
  private static final int DECODED = 4;

  /** While Jackson replaces escapes, it additionally keeps two bytes for each character. */
  private static final int UNESCAPED_ASCII = 5;

  private static final int UNESCAPED = 7;

  /** The size of a text in UTF-8. */
  static JsonSize of(byte[] json) {
    return new Scan(json).size();
  }

  private static final class Scan {

    private final byte[] json;
    private int at;
    private int tokens;
    private long bytes;

    Scan(byte[] json) {
      this.json = json;
    }

    JsonSize size() {
      while (at < json.length) {
        byte b = json[at++];
        if (b == '"') {
          tokens++;
          string();
        } else if (b == '{' || b == '}' || b == '[' || b == ']') {
          tokens++;
        } else if (b > ' ' && b != ',' && b != ':') {
          tokens++;
          word();
        }
      }
      return new JsonSize(tokens, bytes + (long) tokens * TOKEN);
    }

    private void string() {
      int begin = at;
      boolean ascii = true;
      boolean escaped = false;
      while (at < json.length && json[at] != '"') {
        ascii &= json[at] >= 0;
        if (json[at] == '\\') {
          escaped = true;
          at++;
          ascii &= at < json.length && json[at] != 'u';
        }
        at++;
      }
      long length = Math.min(at, json.length) - begin;
      at++;
      if (isName()) {
        bytes += NAME + length * CHARACTER_OF_A_NAME;
      } else {
        bytes += length * (length < LONG_TEXT ? CHARACTER : materialised(ascii, escaped));
      }
    }

    private boolean isName() {
      while (at < json.length && json[at] <= ' ' && json[at] > 0) {
        at++;
      }
      return at < json.length && json[at] == ':';
    }

    private static int materialised(boolean ascii, boolean escaped) {
      if (escaped) {
        return ascii ? UNESCAPED_ASCII : UNESCAPED;
      }
      return ascii ? ASCII : DECODED;
    }

    /** Counts a number, or true, false or null. */
    private void word() {
      int begin = at - 1;
      boolean big = false;
      while (at < json.length && isWord(json[at])) {
        big |= json[at] == '.' || json[at] == 'e' || json[at] == 'E';
        at++;
      }
      big |= at - begin > DIGITS_OF_A_LONG;
      bytes += (long) (at - begin) * CHARACTER + (big ? BIG_NUMBER : 0);
    }

    private static boolean isWord(byte b) {
      return switch (b) {
        case '"', '{', '}', '[', ']', ',', ':' -> false;
        default -> b > ' ';
      };
    }
  }
}
