package io.gatehouse.broker;

import java.nio.charset.StandardCharsets;

/**
 * A text to be sent that is at hand in UTF-8. It becomes a text message as a string does, without
 * becoming a string where it is large.
 *
 * @param bytes well-formed UTF-8; not to be changed
 */
public record Utf8Text(byte[] bytes) {

  /** How many characters it has, where one beyond the basic plane counts as two. */
  int length() {
    int characters = 0;
    for (byte b : bytes) {
      // Every byte begins a character but those of the form 10xxxxxx; one of 11110xxx begins a
      // pair.
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
