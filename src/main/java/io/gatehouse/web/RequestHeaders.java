package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.springframework.security.web.firewall.RequestRejectedException;

/** Reads request headers; Spring's firewall checks them only when they are read. */
final class RequestHeaders {

  private RequestHeaders() {}

  /**
   * All values of a header, in the order of arrival.
   *
   * @throws RefusedException with {@link Problem.Malformed} if one contains control characters
   */
  static List<String> values(HttpServletRequest request, String name) {
    try {
      return Collections.list(request.getHeaders(name));
    } catch (RequestRejectedException e) {
      throw new RefusedException(new Problem.Malformed());
    }
  }
}
