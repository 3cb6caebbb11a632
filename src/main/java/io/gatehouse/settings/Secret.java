package io.gatehouse.settings;

import java.security.MessageDigest;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The values of one secret that are accepted now; several while it is being rotated. It prints as
 * stars.
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
   * Whether what was given is one of the accepted values. The time it takes depends neither on the
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
