package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.AbstractProtocol;

/**
 * Writes the container's error page as problem details (RFC 9457), without version or message.
 * Responses that the container sends before any servlet is called are counted here.
 */
final class ProblemErrorValve extends ErrorReportValve {

  /** The request attribute that marks a request as counted elsewhere. */
  static final String COUNTED = ProblemErrorValve.class.getName() + ".counted";

  private final RequestMetrics meters;

  ProblemErrorValve(RequestMetrics meters) {
    this.meters = meters;
  }

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    if (response.getStatus() < 400 || response.isCommitted() || response.getContentWritten() > 0) {
      return;
    }
    // Spring adds a valve of this kind, which closes the connection if nobody has reported.
    response.setErrorReported();
    if (isPaused(request)) {
      // The container reads no more headers, and answers 400 to a request without Host.
      WebhookResponse later = WebhookResponse.of(Problem.Unavailable.SHORTLY);
      response.setStatus(later.status());
      later.headers().forEach(response::setHeader);
    }
    if (request.getAttribute(COUNTED) == null) {
      meters.refused(RequestMetrics.NO_VENDOR, reason(response.getStatus()));
    }
    try {
      byte[] body =
          "{\"title\":\"%s\",\"status\":%d}"
              .formatted(title(response.getStatus()), response.getStatus())
              .getBytes(StandardCharsets.UTF_8);
      response.setContentType("application/problem+json");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
      count(request, response.getStatus());
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("A sender was gone before its error page", e);
    }
  }

  private void count(Request request, int status) {
    if (request.getAttribute(COUNTED) == null) {
      new ResponseCounter(meters, RequestMetrics.NO_VENDOR).ended(status);
    }
  }

  private static boolean isPaused(Request request) {
    return request.getConnector().getProtocolHandler() instanceof AbstractProtocol<?> protocol
        && protocol.isPaused();
  }

  private static String reason(int status) {
    return switch (status) {
      case 414, 431 -> "head-size";
      default -> status >= 500 ? "unavailable" : "malformed";
    };
  }

  private static String title(int status) {
    org.springframework.http.HttpStatus known = org.springframework.http.HttpStatus.resolve(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
