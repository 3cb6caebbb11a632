package io.gatehouse.delivery;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Standard Webhooks' signature of a request: an HMAC-SHA-256 over id, time and body. While the
 * secret is being rotated there is one signature for each of its values.
 */
final class Signature {

  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final Secrets secrets;
  private final String property;

  /**
   * Prepares signing.
   *
   * @param property where the secret is set: {@code whsec_} and base64; it may be missing
   * @throws BadSettingException where its value is of another form
   */
  Signature(Secrets secrets, String property) {
    this.secrets = secrets;
    this.property = property;
    for (String value : values()) {
      check(value);
    }
  }

  private List<String> values() {
    return secrets.named(property).values();
  }

  /** Standard Webhooks: a symmetric secret has 24 to 64 bytes. */
  private void check(String value) {
    if (!isSecret(value)) {
      throw new BadSettingException(
          "%s is no secret of Standard Webhooks: write whsec_ and then 24 to 64 bytes in base64."
              .formatted(property));
    }
  }

  private static boolean isSecret(String value) {
    try {
      int length = Base64.getDecoder().decode(value.substring(PREFIX.length())).length;
      return value.startsWith(PREFIX) && length >= SHORTEST && length <= LONGEST;
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      return false;
    }
  }

  /** The headers that sign a request; none where no secret is set. */
  Map<String, String> sign(String id, Instant when, String body) {
    List<String> signatures = new ArrayList<>();
    try {
      for (String value : values()) {
        check(value);
        signatures.add(new Webhook(value).sign(id, when.getEpochSecond(), body));
      }
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
    return signatures.isEmpty()
        ? Map.of()
        : Map.of(
            "webhook-id", id,
            "webhook-timestamp", Long.toString(when.getEpochSecond()),
            "webhook-signature", String.join(" ", signatures));
  }
}
