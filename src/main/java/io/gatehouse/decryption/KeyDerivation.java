package io.gatehouse.decryption;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/** How the 32 bytes of an AES-256 key are derived from the vendor's text. */
enum KeyDerivation {
  /** The text is the key: exactly 32 characters, as ASCII bytes. */
  ASCII {
    @Override
    byte[] derive(String text) {
      return checked(text, text.length() == LENGTH, "must be exactly 32 ASCII characters long");
    }
  },
  /** The first 32 characters, as ASCII bytes. */
  FIRST_32_BYTES {
    @Override
    byte[] derive(String text) {
      return checked(text, text.length() >= LENGTH, "must be at least 32 ASCII characters long");
    }
  },
  /** The SHA-256 of the text in UTF-8. */
  SHA_256 {
    @Override
    byte[] derive(String text) {
      return DigestUtils.sha256(text);
    }
  };

  private static final int LENGTH = 32;

  /**
   * The key's bytes.
   *
   * @throws IllegalArgumentException with the required form, if the text cannot be a key
   */
  abstract byte[] derive(String text);

  private static byte[] checked(String text, boolean fits, String rule) {
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(rule + " but has other characters");
    }
    if (!fits) {
      throw new IllegalArgumentException(rule + " but is " + text.length());
    }
    return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), LENGTH);
  }
}
