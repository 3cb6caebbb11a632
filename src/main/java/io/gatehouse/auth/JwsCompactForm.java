package io.gatehouse.auth;

import java.util.Base64;
import java.util.stream.Stream;

/** Checks the compact serialization of a signed JWT (RFC 7515, sections 2 and 7.1). */
final class JwsCompactForm {

  private static final int PARTS = 3;

  private JwsCompactForm() {}

  /**
   * Whether a token has three parts, each in base64url without padding and with nothing else in it.
   * Nimbus skips characters outside base64url and also accepts the other alphabet, so that one
   * token would have many spellings.
   */
  static boolean isExact(String token) {
    String[] parts = token.split("\\.", -1);
    return parts.length == PARTS && Stream.of(parts).allMatch(JwsCompactForm::isBase64Url);
  }

  /**
   * Whether a part is exact: re-encoding it gives the same text only without padding and
   * meaningless bits.
   */
  private static boolean isBase64Url(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return bytes.length > 0
          && Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
