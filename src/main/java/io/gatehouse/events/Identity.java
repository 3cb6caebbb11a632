package io.gatehouse.events;

import java.time.Duration;
import java.util.Optional;

/**
 * What makes two deliveries the same event.
 *
 * @param key the vendor's event id, or a digest of the natural key
 * @param lasting whether an equal key means the same event for ever, and not for a window only
 * @param window how long it does otherwise
 * @param states a digest of what the event tells a state of: source, address and subject; empty
 *     where it has no subject
 * @param content what it says, where the key is a natural one; empty where the key says all of it,
 *     and where the vendor's id identifies it alone
 */
public record Identity(
    String key,
    boolean lasting,
    Duration window,
    Optional<String> states,
    Optional<Content> content) {

  /** The identity of what is no state of anything, and whose key says all. */
  static Identity of(String key, boolean lasting, Duration window) {
    return new Identity(key, lasting, window, Optional.empty(), Optional.empty());
  }

  /** The key without anything of the vendor's in it, of one that lasts. */
  public String digestedKey() {
    return NaturalKey.shortDigest(states.orElse(""), key);
  }
}
