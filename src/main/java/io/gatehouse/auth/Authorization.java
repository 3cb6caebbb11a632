package io.gatehouse.auth;

import io.gatehouse.webhook.Webhook;
import java.util.List;
import java.util.Optional;

/** Reads request headers and parameters that must occur once only. */
final class Authorization {

  private Authorization() {}

  /**
   * What follows the scheme in the only {@code Authorization} header (RFC 9110, section 11.4); the
   * scheme may be in any case, and one or more spaces follow it.
   */
  static Optional<String> credentials(Webhook webhook, String scheme) {
    return credentials(webhook.header("Authorization"), scheme);
  }

  /** The same for the values of that header. */
  static Optional<String> credentials(List<String> values, String scheme) {
    String start = scheme + " ";
    return only(values)
        .map(String::strip)
        .filter(value -> value.regionMatches(true, 0, start, 0, start.length()))
        .map(value -> value.substring(start.length()).strip());
  }

  /** The only value; empty if there is none, or several that contradict each other. */
  static Optional<String> only(List<String> values) {
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }
}
