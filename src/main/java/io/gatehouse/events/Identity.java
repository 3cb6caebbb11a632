package io.gatehouse.events;

import java.time.Duration;
import java.util.Optional;

/**
 * What makes two deliveries the same event.
 *
 * @param key the vendor's event id, or a digest of the natural key
 * @param lasting whether an equal key means the same event for ever, and not for a window only
 * @param window for how long it does otherwise
 * @param states a digest of what the event reports a state of: source, address and subject; empty
 *     if it has no subject
 * @param content the event's content, if the key is a natural one; empty if the key covers all of
 *     it, and if the vendor's id identifies it alone
 */
public record Identity(
    String key,
    boolean lasting,
    Duration window,
    Optional<String> states,
    Optional<Content> content) {

  /** The identity of an event that reports no state, and whose key covers all of it. */
  static Identity of(String key, boolean lasting, Duration window) {
    return new Identity(key, lasting, window, Optional.empty(), Optional.empty());
  }

  /** A lasting key as a digest, without anything of the vendor's in it. */
  public String digestedKey() {
    return NaturalKey.shortDigest(states.orElse(""), key);
  }
}
