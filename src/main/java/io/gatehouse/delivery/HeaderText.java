package io.gatehouse.delivery;

import java.nio.charset.StandardCharsets;

/**
 * Converts text so that it fits into an HTTP header (RFC 9110, section 5.5); equal input gives
 * equal output.
 */
final class HeaderText {

  private HeaderText() {}

  /** Keeps visible ASCII; everything else, and the percent sign, becomes percent-encoded UTF-8. */
  static String of(String text) {
    StringBuilder safe = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean visible = b > ' ' && b < 0x7f && b != '%';
      safe.append(visible ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return safe.toString();
  }
}
