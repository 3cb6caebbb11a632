package io.gatehouse.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who sends the request.
 *
 * @param name as given by the operator, unverified; null if there is none
 * @param address the peer's
 */
record Operator(String name, String address) {

  /** Every operation accepts it. */
  static final String PARAMETER = "by";

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}@._ +-]{1,64}");

  /**
   * The operator of the request on this thread.
   *
   * @param inBody the name from the body, or null: then the query may contain it
   */
  static Operator of(String inBody) {
    HttpServletRequest request =
        ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    String name = inBody == null ? request.getParameter(PARAMETER) : inBody;
    if (name != null && !NAME.matcher(name).matches()) {
      throw OperationException.badRequest(
          "by: a name has 1 to 64 letters, digits, blanks and characters of \"@._+-\".");
    }
    return new Operator(name, request.getRemoteAddr());
  }

  static Operator asking() {
    return of(null);
  }
}
