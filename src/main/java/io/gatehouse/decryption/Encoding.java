package io.gatehouse.decryption;

import java.util.Base64;
import java.util.HexFormat;

/** How bytes are written as text; both are read strictly. */
enum Encoding {
  BASE64 {
    @Override
    byte[] decode(String text) {
      return Base64.getDecoder().decode(text);
    }
  },
  HEX {
    @Override
    byte[] decode(String text) {
      return HexFormat.of().parseHex(text);
    }
  };

  /**
   * The bytes.
   *
   * @throws IllegalArgumentException where the text is not in this encoding
   */
  abstract byte[] decode(String text);
}
