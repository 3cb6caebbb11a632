package io.gatehouse.events;

import io.gatehouse.webhook.FirstReceipt;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One event for the bus (CloudEvents 1.0). Optional attributes are null if the vendor sent no value
 * for them.
 *
 * @param id the vendor's event id, or a digest of what identifies the event
 * @param source {@code /<vendor>}, or {@code /<vendor>/<partner>}
 * @param type canonical: {@code <address>.<word>}
 * @param subject the case or application that the event is about
 * @param time when it happened, in the form of RFC 3339
 * @param vendor the name of the vendor's route file
 * @param vendortype the vendor's own word for the type
 * @param partner on whose behalf the vendor reports
 * @param reason why the event is in quarantine, a fixed word
 * @param received when the gateway received it
 * @param traceparent W3C trace context of the request
 */
public record CloudEvent(
    String id,
    String source,
    String type,
    String subject,
    String time,
    String vendor,
    String vendortype,
    String partner,
    String reason,
    Instant received,
    String traceparent) {

  /** The type of an event that no route knows. */
  public static final String UNCLASSIFIED = "kyc.unclassified.received";

  /** The type of a body that cannot be read. */
  public static final String QUARANTINED = "kyc.quarantine.received";

  public CloudEvent {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(vendor, "vendor");
    if (type.indexOf('.', type.indexOf('.') + 1) < 0) {
      throw new IllegalArgumentException("A type is <address>.<word>, where an address is kyc.<x>");
    }
  }

  /** The bus address of the type: its first two words. */
  public String address() {
    return addressOf(type);
  }

  static String addressOf(String type) {
    return type.substring(0, type.indexOf('.', type.indexOf('.') + 1));
  }

  /** The same event with the id and the time of its first receipt. */
  public CloudEvent as(FirstReceipt firstReceipt) {
    return new CloudEvent(
        firstReceipt.id(),
        source,
        type,
        subject,
        time,
        vendor,
        vendortype,
        partner,
        reason,
        firstReceipt.received(),
        traceparent);
  }

  /** The attributes by their CloudEvents names, without those that have no value. */
  public Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", id);
    attributes.put("source", source);
    attributes.put("type", type);
    attributes.put("subject", subject);
    attributes.put("time", time);
    attributes.put("vendor", vendor);
    attributes.put("vendortype", vendortype);
    attributes.put("partner", partner);
    attributes.put("reason", reason);
    attributes.put(
        "receivedtime",
        DateTimeFormatter.ISO_INSTANT.format(received.truncatedTo(ChronoUnit.MILLIS)));
    attributes.put("traceparent", traceparent);
    attributes.values().removeIf(Objects::isNull);
    return attributes;
  }
}
