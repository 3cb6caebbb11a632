package io.gatehouse.decryption;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Where the initialization vector is, and how it is encoded. */
enum IvLayout {
  /** It precedes the ciphertext; in ECB there is none. */
  AUTOMATIC,
  /**
   * Kompar's: the member {@code iv} is base64 of 8 bytes, and the vector is the ASCII of their 16
   * lower-case hex digits; 16 bytes, as older senders use, are the vector itself.
   */
  KOMPAR;

  private static final int BLOCK = 16;

  /**
   * Kompar's vector from the decoded member {@code iv}.
   *
   * @throws IllegalArgumentException for any other length
   */
  static byte[] komparVector(byte[] decoded) {
    if (decoded.length == BLOCK) {
      return decoded;
    }
    if (decoded.length != BLOCK / 2) {
      throw new IllegalArgumentException("An iv has 8 or 16 bytes");
    }
    return HexFormat.of().formatHex(decoded).getBytes(StandardCharsets.US_ASCII);
  }
}
