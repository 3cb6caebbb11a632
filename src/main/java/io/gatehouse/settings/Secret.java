package io.gatehouse.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The values of one secret that are accepted now; several while it is being rotated. It prints as
 * stars.
 */
public final class Secret {

  private final List<String> values;
  private final List<byte[]> digests;

  Secret(List<String> values) {
    this.values = List.copyOf(values);
    this.digests = values.stream().map(Secret::sha256).toList();
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
    byte[] digest = sha256(given);
    boolean found = false;
    for (byte[] accepted : digests) {
      found |= MessageDigest.isEqual(digest, accepted);
    }
    return found;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
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
