package io.gatehouse.events;

import com.fasterxml.jackson.databind.JsonNode;
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
   * Reads an event.
   *
   * @throws UnreadableException if it is of a known type and has no subject
   * @throws RuntimeCamelException if it is, and the expression that picks the subject fails
   */
  public Reading read(Exchange exchange) {
    return new Reading(exchange);
  }

  /** What the rules find in one event; each expression is evaluated at most once. */
  public final class Reading {

    private final Exchange exchange;
    private final Webhook webhook;
    private final String type;
    private final Optional<String> about;
    private final String onBehalfOf;
    private final String source;
    private final Pick.Picked when;
    private final EventTime written;
    private RuntimeException failure;

    private Reading(Exchange exchange) {
      this.exchange = exchange;
      this.webhook = Webhook.of(exchange);
      this.type = type(exchange);
      this.about = text(subject);
      if (about.isEmpty() && isKnown()) {
        throw failure == null ? new UnreadableException("incomplete") : failure;
      }
      this.onBehalfOf = partnerOfStep(exchange).or(() -> text(partner)).orElse(null);
      this.source = source(webhook, onBehalfOf);
      this.when = time.pick(exchange);
      this.written = EventTime.of(when.value().orElse(null));
    }

    private Optional<String> text(Pick pick) {
      return json(pick).flatMap(Pick::text);
    }

    private Optional<JsonNode> json(Pick pick) {
      Pick.Picked picked = pick.pick(exchange);
      if (failure == null) {
        failure = picked.failure();
      }
      return picked.value();
    }

    private boolean isKnown() {
      return !type.equals(CloudEvent.UNCLASSIFIED);
    }

    /** The event's identity, from which its id is derived. */
    public Identity identity() {
      Optional<String> states =
          about.map(known -> NaturalKey.shortDigest(source, CloudEvent.addressOf(type), known));
      Optional<String> given = text(id);
      if (given.isPresent()) {
        return new Identity(given.get(), true, window, states, Optional.empty());
      }
      Optional<JsonNode> key = json(identity);
      if (key.isEmpty() || !isKnown()) {
        // Nothing but the whole content identifies an unknown event.
        String digest =
            NaturalKey.digest(
                source.getBytes(StandardCharsets.UTF_8),
                webhook.path().getBytes(StandardCharsets.UTF_8),
                webhook.text());
        return new Identity(digest, false, window, states, Optional.empty());
      }
      String timeInKey = timeIdentifies ? timeAsWritten() : "";
      String digest =
          NaturalKey.digest(
              source, type, about.orElse(""), NaturalKey.canonical(key.get()), timeInKey);
      Content content = Content.of(exchange.getMessage().getBody(JsonNode.class));
      return new Identity(digest, !timeInKey.isEmpty(), window, states, Optional.of(content));
    }

    /** The time as it is written, since equal events write it equally; empty if there is none. */
    private String timeAsWritten() {
      return when.text()
          .filter(text -> !(EventTime.of(text) instanceof EventTime.Missing))
          .orElse("");
    }

    /** The event with this id. */
    public CloudEvent event(String eventId, Instant received) {
      return new CloudEvent(
          eventId,
          source,
          type,
          about.orElse(null),
          written.rfc3339().orElse(null),
          webhook.vendor(),
          text(vendortype).orElse(null),
          onBehalfOf,
          null,
          received,
          webhook.stage().traceparent());
    }

    /** The failure of the first expression that failed on an event of a known type. */
    public Optional<RuntimeException> failure() {
      return Optional.ofNullable(failure).filter(failed -> isKnown());
    }

    /**
     * The expression that picked a value that is not a time in any known form, if one did. If it
     * fails on a known event, the time exists in a form that it cannot handle.
     */
    public Optional<String> unreadableTime() {
      boolean failed = when.failure() != null && isKnown();
      return failed || written instanceof EventTime.Unreadable
          ? Optional.of(time.toString())
          : Optional.empty();
    }
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
        webhook.stage().traceparent());
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

  /** The type; what a route derives from a vendor's words may not be one. */
  private static String type(Exchange exchange) {
    String type = variable(exchange, "type");
    return type == null || !Pick.fits(type) ? CloudEvent.UNCLASSIFIED : type;
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
