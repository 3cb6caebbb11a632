package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.tracing.TraceStage;
import io.gatehouse.webhook.UnreadableException;
import io.gatehouse.webhook.Webhook;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * How one route turns the vendor's JSON into events: where the subject, the time and the identity
 * are.
 */
public final class EventRules {

  private static final String UNREADABLE_TIME = "gatehouse.unreadable-time";

  private final Pick id;
  private final Pick identity;
  private final boolean timeIdentifies;
  private final Duration window;
  private final Pick subject;
  private final Pick time;
  private final Pick partner;
  private final Pick vendortype;

  /** The rules as written in the route file; each value is a jq expression or null. */
  public record Written(
      String id,
      String identity,
      boolean timeIdentifies,
      Duration window,
      String subject,
      String time,
      String partner,
      String vendortype) {}

  public EventRules(CamelContext context, Written written) {
    this.id = Pick.of(context, written.id());
    this.identity = Pick.of(context, written.identity());
    this.timeIdentifies = written.timeIdentifies();
    this.window = written.window();
    this.subject = Pick.of(context, written.subject());
    this.time = Pick.of(context, written.time());
    this.partner = Pick.of(context, written.partner());
    this.vendortype = Pick.of(context, written.vendortype());
  }

  /**
   * Checks that an event of a known type has a subject.
   *
   * @throws UnreadableException if it has none
   * @throws RuntimeCamelException if the expression that picks the subject fails
   */
  public void requireSubject(Exchange exchange) {
    if (subject.text(exchange).isEmpty() && isKnown(exchange)) {
      throw Pick.failure(exchange).orElseGet(() -> new UnreadableException("incomplete"));
    }
  }

  /** The failure of an expression on an event of a known type that was published nevertheless. */
  public static Optional<RuntimeException> failure(Exchange exchange) {
    return Pick.failure(exchange).filter(failure -> isKnown(exchange));
  }

  /** The expression that picked a value that is not a time in any known form, if one did. */
  public static Optional<String> unreadableTime(Exchange exchange) {
    return Optional.ofNullable(exchange.getProperty(UNREADABLE_TIME, String.class));
  }

  /** An event's identity, from which its id is derived. */
  public Identity identity(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    String owner = source(webhook, partner(exchange));
    String type = type(exchange);
    Optional<String> about = subject.text(exchange);
    Optional<String> states =
        about.map(known -> NaturalKey.shortDigest(owner, CloudEvent.addressOf(type), known));
    Optional<String> given = id.text(exchange);
    if (given.isPresent()) {
      return new Identity(given.get(), true, window, states, Optional.empty());
    }
    Optional<JsonNode> key = identity.json(exchange);
    if (key.isEmpty() || type.equals(CloudEvent.UNCLASSIFIED)) {
      // Nothing but the whole content identifies an unknown event.
      byte[] text = exchange.getProperty(ReadText.TEXT, byte[].class);
      String digest =
          NaturalKey.digest(
              owner.getBytes(StandardCharsets.UTF_8),
              webhook.path().getBytes(StandardCharsets.UTF_8),
              text);
      return new Identity(digest, false, window, states, Optional.empty());
    }
    String when = timeIdentifies ? timeInKey(exchange) : "";
    String digest =
        NaturalKey.digest(owner, type, about.orElse(""), NaturalKey.canonical(key.get()), when);
    Content content = Content.of(exchange.getMessage().getBody(JsonNode.class));
    return new Identity(digest, !when.isEmpty(), window, states, Optional.of(content));
  }

  /** The event with this id. */
  public CloudEvent event(Exchange exchange, String eventId, Instant received) {
    Webhook webhook = Webhook.of(exchange);
    String onBehalfOf = partner(exchange);
    return new CloudEvent(
        eventId,
        source(webhook, onBehalfOf),
        type(exchange),
        subject.text(exchange).orElse(null),
        time(exchange),
        webhook.vendor(),
        vendortype.text(exchange).orElse(null),
        onBehalfOf,
        null,
        received,
        TraceStage.of(exchange).traceparent());
  }

  /**
   * The time as it is written, since equal events write it equally; empty if it means that there is
   * no time.
   */
  private String timeInKey(Exchange exchange) {
    return time.pick(exchange)
        .value()
        .flatMap(Pick::text)
        .filter(written -> !(EventTime.of(written) instanceof EventTime.Missing))
        .orElse("");
  }

  /**
   * The time. If the expression fails on a known event, the time exists in a form that it cannot
   * handle.
   */
  private String time(Exchange exchange) {
    Pick.Picked picked = time.pick(exchange);
    EventTime written = EventTime.of(picked.value().orElse(null));
    boolean failed = picked.failure() != null && isKnown(exchange);
    if (failed || written instanceof EventTime.Unreadable) {
      exchange.setProperty(UNREADABLE_TIME, time.toString());
    }
    return written.rfc3339().orElse(null);
  }

  /** The event that keeps an unreadable body. */
  public static CloudEvent unreadable(
      Exchange exchange, String eventId, String reason, Instant received) {
    Webhook webhook = Webhook.of(exchange);
    String partner = partnerOfStep(exchange).orElse(null);
    return new CloudEvent(
        eventId,
        source(webhook, partner),
        CloudEvent.QUARANTINED,
        null,
        null,
        webhook.vendor(),
        null,
        partner,
        reason,
        received,
        TraceStage.of(exchange).traceparent());
  }

  /**
   * The identity of an unreadable body: the variable {@code id} if a route found one, else all of
   * the bytes.
   */
  public static Identity identityOfUnreadable(Exchange exchange, Duration window) {
    String known = variable(exchange, "id");
    if (known != null && Pick.fits(known)) {
      return Identity.of(known, true, window);
    }
    Webhook webhook = Webhook.of(exchange);
    String digest =
        NaturalKey.digest(
            webhook.vendor().getBytes(StandardCharsets.UTF_8),
            webhook.path().getBytes(StandardCharsets.UTF_8),
            webhook.body());
    return Identity.of(digest, false, window);
  }

  private static boolean isKnown(Exchange exchange) {
    return !type(exchange).equals(CloudEvent.UNCLASSIFIED);
  }

  /** The type; what a route derives from a vendor's words may not be one. */
  private static String type(Exchange exchange) {
    String type = variable(exchange, "type");
    return type == null || !Pick.fits(type) ? CloudEvent.UNCLASSIFIED : type;
  }

  private String partner(Exchange exchange) {
    return partnerOfStep(exchange).or(() -> partner.text(exchange)).orElse(null);
  }

  private static Optional<String> partnerOfStep(Exchange exchange) {
    return Optional.ofNullable(variable(exchange, "partner")).filter(Pick::fits);
  }

  /** A variable that a step of the route has set, as text or as JSON. */
  private static String variable(Exchange exchange, String name) {
    Object value = exchange.getVariable(name);
    return value instanceof JsonNode json ? json.asText() : (String) value;
  }

  private static String source(Webhook webhook, String partner) {
    String vendor = "/" + webhook.vendor();
    return partner == null
        ? vendor
        : vendor + "/" + URLEncoder.encode(partner, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
