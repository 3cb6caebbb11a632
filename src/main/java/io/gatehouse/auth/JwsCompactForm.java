package io.gatehouse.auth;

import java.util.Base64;
import java.util.stream.Stream;

/** The one way in which a signed JWT may be written (RFC 7515, sections 2 and 7.1). */
final class JwsCompactForm {

  private static final int PARTS = 3;

  private JwsCompactForm() {}

  /**
   * Whether a token has three parts, each in base64url without padding and with nothing else in it.
   * Nimbus skips what is no base64url and reads the other alphabet too, so that one token would
   * have many spellings.
   */
  static boolean isExact(String token) {
    String[] parts = token.split("\\.", -1);
    return parts.length == PARTS && Stream.of(parts).allMatch(JwsCompactForm::isBase64Url);
  }

  /** What is written again as it was has neither padding nor bits that mean nothing. */
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
