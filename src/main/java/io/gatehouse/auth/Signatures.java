package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.DigestUtils;

/** Signatures over raw bytes, compared in constant time with every accepted secret. */
final class Signatures {

  private Signatures() {}

  /** Whether {@code given} is the HMAC (RFC 2104) of the parts under one of the secrets. */
  static boolean hmacMatches(
      HmacAlgorithm algorithm, Secret secret, byte[] given, byte[]... parts) {
    boolean found = false;
    for (String value : secret.values()) {
      byte[] expected = hmac(algorithm, value.getBytes(StandardCharsets.UTF_8), parts);
      found |= MessageDigest.isEqual(expected, given);
    }
    return found;
  }

  /** Whether {@code given}, in hex of either case, is the body's digest with a secret as salt. */
  static boolean saltedDigestMatches(Secret secret, String given, byte[] body) {
    byte[] hex = given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (String value : secret.values()) {
      String salt = sha256Hex(value.getBytes(StandardCharsets.UTF_8), new byte[0]);
      String expected = sha256Hex(body, salt.getBytes(StandardCharsets.US_ASCII));
      found |= MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), hex);
    }
    return found;
  }

  static byte[] hmac(HmacAlgorithm algorithm, byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm.javaName());
      mac.init(new SecretKeySpec(key, algorithm.javaName()));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm.javaName(), e);
    }
  }

  private static String sha256Hex(byte[] first, byte[] second) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(first);
    return HexFormat.of().formatHex(digest.digest(second));
  }
}
