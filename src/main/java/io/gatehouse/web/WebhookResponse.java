package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.Receipt;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The response to a sender: a status, a few headers, and a small JSON body. The one place that maps
 * receipts and refusals to HTTP.
 *
 * @param contentType the body's content type
 * @param body the members of the JSON body, in order
 * @param reason why the request is refused, in a fixed word for operators that is not part of the
 *     response; empty if it is accepted
 */
record WebhookResponse(
    int status,
    Map<String, String> headers,
    String contentType,
    Map<String, Object> body,
    String reason) {

  static final WebhookResponse NOT_FOUND = problem(404, "Not Found", Map.of(), "path");

  static WebhookResponse of(Receipt receipt) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", receipt.status().name().toLowerCase(Locale.ROOT));
    body.put("id", receipt.id());
    return new WebhookResponse(200, Map.of(), "application/json", body, "");
  }

  static WebhookResponse of(Problem problem) {
    if (problem instanceof Problem.Unauthorized unauthorized) {
      return problem(
          401, "Unauthorized", Map.of("WWW-Authenticate", unauthorized.challenge()), "credentials");
    } else if (problem instanceof Problem.Forbidden forbidden) {
      return problem(
          403, "Forbidden", Map.of(), forbidden.reason().name().toLowerCase(Locale.ROOT));
    } else if (problem instanceof Problem.TooLarge) {
      return problem(413, "Content Too Large", Map.of("Connection", "close"), "size");
    } else if (problem instanceof Problem.UnsupportedMedia) {
      return problem(415, "Unsupported Media Type", Map.of(), "media-type");
    } else if (problem instanceof Problem.TooManyRequests tooMany) {
      return problem(429, "Too Many Requests", retryAfter(tooMany.retryAfter()), "rate");
    } else if (problem instanceof Problem.TooSlow) {
      return problem(408, "Request Timeout", Map.of("Connection", "close"), "slow");
    } else if (problem instanceof Problem.Unavailable unavailable) {
      return unavailable(unavailable.retryAfter());
    }
    return problem(400, "Bad Request", Map.of("Connection", "close"), "malformed");
  }

  static WebhookResponse methodNotAllowed(Set<String> allowed) {
    return problem(
        405,
        "Method Not Allowed",
        Map.of("Allow", String.join(", ", new TreeSet<>(allowed))),
        "method");
  }

  static WebhookResponse unavailable(Duration retryAfter) {
    return problem(503, "Service Unavailable", retryAfter(retryAfter), "unavailable");
  }

  private static Map<String, String> retryAfter(Duration pause) {
    return Map.of("Retry-After", Long.toString(Math.max(pause.plusMillis(999).toSeconds(), 1)));
  }

  /** Problem details (RFC 9457) of the type about:blank: the status is all there is to know. */
  private static WebhookResponse problem(
      int status, String title, Map<String, String> headers, String reason) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", title);
    body.put("status", status);
    return new WebhookResponse(status, headers, "application/problem+json", body, reason);
  }
}
