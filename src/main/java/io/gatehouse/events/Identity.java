package io.gatehouse.events;

import java.time.Duration;
import java.util.Optional;

/**
 * What makes two deliveries the same event.
 *
 * @param key the vendor's event id, or a digest of the natural key
 * @param window how long an equal key means the same event; empty: always
 */
public record Identity(String key, Optional<Duration> window) {}
