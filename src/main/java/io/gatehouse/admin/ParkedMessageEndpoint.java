package io.gatehouse.admin;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The operations on parked messages, and the rules for their parameters. If an operation had a
 * parameter besides the handle, a POST would need a body.
 */
abstract class ParkedMessageEndpoint {

  private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  private final ParkedMessages messages;

  ParkedMessageEndpoint(ParkedMessages messages) {
    this.messages = messages;
  }

  @ReadOperation
  WebEndpointResponse<Map<String, Object>> list(
      @Nullable Integer page,
      @Nullable Integer size,
      @Nullable String id,
      @Nullable String type,
      @Nullable String vendor,
      @Nullable String subject,
      @Nullable String reason,
      @Nullable String receiver) {
    MessageSelector matching = matching(id, type, vendor, subject, reason, receiver);
    return new WebEndpointResponse<>(messages.list(matching, Page.of(page, size)));
  }

  @ReadOperation
  WebEndpointResponse<Map<String, Object>> show(
      @Selector String message, @Nullable Boolean payload) {
    Operator operator = Operator.asking();
    return new WebEndpointResponse<>(
        Boolean.TRUE.equals(payload)
            ? messages.showWithPayload(message, operator)
            : messages.show(message));
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> retry(@Selector String message) {
    return new WebEndpointResponse<>(messages.retry(message, Operator.asking()));
  }

  @WriteOperation
  WebEndpointResponse<Map<String, Object>> retryAll(
      @Nullable Boolean all,
      @Nullable String id,
      @Nullable String type,
      @Nullable String vendor,
      @Nullable String subject,
      @Nullable String reason,
      @Nullable String receiver,
      @Nullable String by) {
    MessageSelector matching = matching(id, type, vendor, subject, reason, receiver);
    if (matching.isEverything() != Boolean.TRUE.equals(all)) {
      throw OperationException.badRequest(
          "Say which messages are meant: either {\"all\":true}, or at least one of id, type, vendor, subject, reason, receiver.");
    }
    return new WebEndpointResponse<>(messages.retryAll(matching, Operator.of(by)));
  }

  @DeleteOperation
  WebEndpointResponse<Map<String, Object>> discard(
      @Selector String message, @Nullable String reason) {
    if (reason == null || reason.isBlank() || !REASON.matcher(reason).matches()) {
      throw OperationException.badRequest(
          "reason: say why the message is discarded, in 1 to 256 characters on one line.");
    }
    return new WebEndpointResponse<>(messages.discard(message, reason, Operator.asking()));
  }

  private static MessageSelector matching(
      String id, String type, String vendor, String subject, String reason, String receiver) {
    return new MessageSelector()
        .attribute("id", id)
        .attribute("type", type)
        .attribute("vendor", vendor)
        .attribute("subject", subject)
        .attribute("reason", reason)
        .receiver(receiver);
  }
}
