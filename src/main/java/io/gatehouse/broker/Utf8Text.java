package io.gatehouse.broker;

import java.nio.charset.StandardCharsets;

/**
 * A text to send that already exists in UTF-8. It becomes a text message as a string does, without
 * being converted to a string if it is large.
 *
 * @param bytes well-formed UTF-8; must not be changed
 */
public record Utf8Text(byte[] bytes) {

  /** How many characters it has; one beyond the basic plane counts as two. */
  int length() {
    int characters = 0;
    for (byte b : bytes) {
      // Every byte except those of the form 10xxxxxx begins a character; one of the form 11110xxx
      // begins a surrogate pair.
      if ((b & 0xC0) != 0x80) {
        characters += (b & 0xF8) == 0xF0 ? 2 : 1;
      }
    }
    return characters;
  }

  /** The text as a string. */
  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
