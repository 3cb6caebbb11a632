package io.gatehouse.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** The container's error page as problem details (RFC 9457), without version or message. */
public class PlainErrors extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    if (response.getStatus() < 400 || response.isCommitted() || response.getContentWritten() > 0) {
      return;
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
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("A sender was gone before its error page", e);
    }
  }

  private static String title(int status) {
    org.springframework.http.HttpStatus known = org.springframework.http.HttpStatus.resolve(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
