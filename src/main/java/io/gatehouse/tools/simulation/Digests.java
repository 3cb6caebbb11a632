package io.gatehouse.tools.simulation;

import io.gatehouse.settings.BadSettingException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.DigestUtils;

/** The codes that vendors put into headers. */
final class Digests {

  private static final String BODY = "{body}";

  private Digests() {}

  /** {@code sha256hex(body + sha256hex(secret))}. */
  static String salted(String secret, byte[] body) {
    String salt = DigestUtils.sha256Hex(secret);
    return DigestUtils.sha256Hex(fill(BODY + salt, body));
  }

  /** The template's text with the body in place of <code>{body}</code>. */
  static byte[] fill(String template, byte[] body) {
    ByteArrayOutputStream filled = new ByteArrayOutputStream();
    int at = template.indexOf(BODY);
    if (at < 0) {
      return template.getBytes(StandardCharsets.UTF_8);
    }
    filled.writeBytes(template.substring(0, at).getBytes(StandardCharsets.UTF_8));
    filled.writeBytes(body);
    filled.writeBytes(template.substring(at + BODY.length()).getBytes(StandardCharsets.UTF_8));
    return filled.toByteArray();
  }

  static byte[] hmac(String algorithm, String secret, byte[] signed) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException e) {
      throw new BadSettingException(
          "%s is no HMAC of Java's; write HmacSHA256, for example.".formatted(algorithm));
    }
  }

  /** The template with the code in place of <code>{hex}</code> or <code>{base64}</code>. */
  static String write(String template, byte[] code) {
    return template
        .replace("{hex}", HexFormat.of().formatHex(code))
        .replace("{base64}", Base64.getEncoder().encodeToString(code));
  }
}
