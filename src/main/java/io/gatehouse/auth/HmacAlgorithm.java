package io.gatehouse.auth;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacUtils;

/** The hash functions for an HMAC (RFC 2104). */
enum HmacAlgorithm {
  SHA1("HmacSHA1", 20),
  SHA256("HmacSHA256", 32),
  SHA384("HmacSHA384", 48),
  SHA512("HmacSHA512", 64);

  /** The names that vendors use: {@code sha256}, {@code HMAC-SHA256}, {@code HMAC_SHA256_HEX}. */
  private static final Pattern WRITTEN =
      Pattern.compile("(?:hmac[-_]?)?(sha)[-_]?([0-9]{1,3})(?:[-_]?hex)?");

  private final String javaName;
  private final int bytes;

  HmacAlgorithm(String javaName, int bytes) {
    this.javaName = javaName;
    this.bytes = bytes;
  }

  /** The length of a signature in bytes. */
  int bytes() {
    return bytes;
  }

  /** The algorithm for a vendor's name of it, in any case; empty if it is none of these. */
  static Optional<HmacAlgorithm> named(String word) {
    Matcher written = WRITTEN.matcher(word.toLowerCase(Locale.ROOT));
    return written.matches() ? find(written.group(1) + written.group(2)) : Optional.empty();
  }

  /**
   * The algorithms of a list in a route file.
   *
   * @throws BadSettingException if one is unknown, or the list is empty
   */
  static Set<HmacAlgorithm> listed(String names) {
    Set<HmacAlgorithm> listed = EnumSet.noneOf(HmacAlgorithm.class);
    for (String name : names.split(",", -1)) {
      listed.add(
          find(name.strip())
              .orElseThrow(
                  () ->
                      new BadSettingException(
                          "algorithms: \"%s\" is none of sha256, sha384, sha512 and sha1."
                              .formatted(name.strip()))));
    }
    return listed;
  }

  private static Optional<HmacAlgorithm> find(String name) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /**
   * Whether a signature is the HMAC of the parts under one of the secrets; compared with all of
   * them, in constant time.
   */
  boolean matches(Secret secret, byte[] given, byte[]... parts) {
    boolean found = false;
    for (String value : secret.values()) {
      found |= MessageDigest.isEqual(sign(value.getBytes(StandardCharsets.UTF_8), parts), given);
    }
    return found;
  }

  /** The HMAC of the parts. */
  byte[] sign(byte[] key, byte[]... parts) {
    Mac mac = HmacUtils.getInitializedMac(javaName, key);
    Stream.of(parts).forEach(mac::update);
    return mac.doFinal();
  }
}
