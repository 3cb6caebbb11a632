package io.gatehouse.delivery;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * The Standard Webhooks signature of a request: an HMAC-SHA-256 over id, time and body. While the
 * secret is being rotated there is one signature for each of its values.
 */
final class WebhookSignature {

  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final Secrets secrets;
  private final String property;

  /**
   * Prepares signing.
   *
   * @param property the setting of the secret: {@code whsec_} and base64; it may be missing
   * @throws BadSettingException if its value has another form
   */
  WebhookSignature(Secrets secrets, String property) {
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

  /**
   * The headers that sign a request; none if no secret is set.
   *
   * @param body in UTF-8; it may be large, and is not copied
   */
  Map<String, String> sign(String id, Instant when, byte[] body) {
    List<String> signatures = new ArrayList<>();
    for (String value : values()) {
      check(value);
      signatures.add(signature(value, id + "." + when.getEpochSecond() + ".", body));
    }
    return signatures.isEmpty()
        ? Map.of()
        : Map.of(
            "webhook-id", id,
            "webhook-timestamp", Long.toString(when.getEpochSecond()),
            "webhook-signature", String.join(" ", signatures));
  }

  private static String signature(String secret, String start, byte[] body) {
    byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    Mac mac = HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, key);
    mac.update(start.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }
}
