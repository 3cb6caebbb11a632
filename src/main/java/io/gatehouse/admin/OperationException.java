package io.gatehouse.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import org.springframework.util.MimeType;

/** Why an operator's request failed: a status and a sentence. */
final class OperationException extends RuntimeException {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, Object> more;

  private OperationException(int status, String sentence, Map<String, Object> more) {
    super(sentence, null, false, false);
    this.status = status;
    this.more = more;
  }

  static OperationException badRequest(String sentence) {
    return new OperationException(400, sentence, Map.of());
  }

  static OperationException notFound(String sentence) {
    return new OperationException(404, sentence, Map.of());
  }

  /** The operation is impossible for this message; the reason is a fixed word. */
  static OperationException conflict(String sentence, String reason) {
    return new OperationException(409, sentence, Map.of("reason", reason));
  }

  static OperationException unavailable(String sentence) {
    return new OperationException(503, sentence, Map.of());
  }

  static OperationException broken(String sentence) {
    return new OperationException(500, sentence, Map.of());
  }

  /** The same with what had been done before. */
  OperationException after(Map<String, Object> done) {
    return new OperationException(status, getMessage(), done);
  }

  boolean isUnavailable() {
    return status == 503;
  }

  /** Problem details (RFC 9457). */
  WebEndpointResponse<Map<String, Object>> answer() {
    Map<String, Object> body = new LinkedHashMap<>(details(status, getMessage()));
    body.putAll(more);
    return new WebEndpointResponse<>(body, status, MimeType.valueOf(MEDIA_TYPE));
  }

  static Map<String, Object> details(int status, String sentence) {
    Map<String, Object> body = new LinkedHashMap<>();
    HttpStatus known = HttpStatus.resolve(status);
    body.put("title", known == null ? "Error" : known.getReasonPhrase());
    body.put("status", status);
    body.put("detail", sentence);
    return body;
  }
}
