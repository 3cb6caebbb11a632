package io.gatehouse.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;

/**
 * Gives every error of the operators' port a body of problem details (RFC 9457): errors of the
 * container, which parses the request first, errors of Spring, and those without a body.
 */
public class ProblemValve extends ErrorReportValve {

  private static final Map<Integer, String> SENTENCES =
      Map.of(
          400, "The request cannot be read: look at its line, its headers and its JSON.",
          403, "This is not for pages in a browser.",
          404, "There is nothing at this path; /actuator lists what there is.",
          405, "This path does not take this method.",
          406, "The answer is JSON, and the header Accept does not take that.",
          415, "Send JSON, with Content-Type: application/json.",
          431, "The headers are too large.",
          501, "The body comes in an encoding that is not taken.",
          505, "Use HTTP/1.1.");

  private static final String REFUSED = "The request is not one that this port takes.";
  private static final String USUAL = "The gateway failed to answer; its log says why.";

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (isPreflight(request)) {
      response.setStatus(HttpStatus.FORBIDDEN.value());
      report(request, response, null);
    } else {
      super.invoke(request, response);
    }
  }

  /**
   * A browser asks whether a page may send a request (Fetch, 4.8), which Spring rejects in plain
   * text.
   */
  private static boolean isPreflight(Request request) {
    // A malformed request line has no method.
    return "OPTIONS".equals(request.getMethod())
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  @Override
  protected void report(Request request, Response response, Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.isCommitted() || response.getContentWritten() > 0) {
      return;
    }
    // Spring adds a valve of this kind, which closes the connection if nobody has reported.
    response.setErrorReported();
    try {
      byte[] body =
          json.writeValueAsBytes(
              OperationException.details(
                  status, SENTENCES.getOrDefault(status, status < 500 ? REFUSED : USUAL)));
      response.setContentType(OperationException.MEDIA_TYPE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("An operator was gone before the answer", e);
    }
  }
}
