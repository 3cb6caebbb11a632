package io.gatehouse.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The values of one secret that are accepted now; several while it is being rotated. Its text form
 * is asterisks.
 */
public final class Secret {

  private final List<String> values;
  private final List<byte[]> digests;

  Secret(List<String> values) {
    this.values = List.copyOf(values);
    this.digests = values.stream().map(value -> DigestUtils.sha256(value)).toList();
  }

  /** The accepted values, the preferred one first. */
  public List<String> values() {
    return values;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * Whether the given text is one of the accepted values. The time it takes depends neither on the
   * content nor on the length of a secret: digests are compared, all of them.
   */
  public boolean matches(String given) {
    byte[] digest = DigestUtils.sha256(given);
    boolean found = false;
    for (byte[] accepted : digests) {
      found |= MessageDigest.isEqual(digest, accepted);
    }
    return found;
  }

  /**
   * Whether a header's value is one of the accepted values. Senders write non-ASCII characters in
   * UTF-8 or in ISO 8859-1; the container reads the latter (RFC 9110, section 5.5).
   */
  public boolean matchesHeader(String given) {
    String utf8 = new String(given.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return matches(given) | matches(utf8);
  }

  /**
   * Whether a URL parameter is one of the accepted values. A plus sign means itself in a URL that
   * was pasted, and a space in one that was built from a form.
   */
  public boolean matchesParameter(String given) {
    return matches(given) | matches(given.replace(' ', '+'));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && values.equals(secret.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
