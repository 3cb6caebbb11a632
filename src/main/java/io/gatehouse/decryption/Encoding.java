package io.gatehouse.decryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** How bytes are encoded as text; both encodings are decoded strictly. */
enum Encoding {
  BASE64 {
    @Override
    ByteBuffer decode(ByteBuffer text) {
      return Base64.getDecoder().decode(text.duplicate());
    }
  },
  HEX {
    @Override
    ByteBuffer decode(ByteBuffer text) {
      String digits =
          new String(
              text.array(),
              text.arrayOffset() + text.position(),
              text.remaining(),
              StandardCharsets.ISO_8859_1);
      return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
    }
  };

  /**
   * Decodes the bytes.
   *
   * @param text in ASCII, with an array
   * @throws IllegalArgumentException if the text is not in this encoding
   */
  abstract ByteBuffer decode(ByteBuffer text);
}
