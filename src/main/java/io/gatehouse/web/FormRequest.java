package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

/**
 * A request whose parameters are exactly the fields of a received form. RFC 6749, appendix B: they
 * are UTF-8.
 */
final class FormRequest extends HttpServletRequestWrapper {

  private static final int MOST_FIELDS = 16;

  private final Map<String, String[]> fields;

  private FormRequest(HttpServletRequest request, Map<String, String[]> fields) {
    super(request);
    this.fields = fields;
  }

  /**
   * Returns the request with its form; without fields if it is declared to be something else.
   *
   * @throws RefusedException with {@link Problem.Malformed} if it has too many fields
   */
  static FormRequest of(HttpServletRequest request, byte[] body) {
    Map<String, String[]> fields = new LinkedHashMap<>();
    if (isForm(request.getContentType()) && body.length > 0) {
      Map<String, List<String>> parsed =
          QueryString.parse(new String(body, StandardCharsets.UTF_8)).parameters();
      if (parsed.values().stream().mapToInt(List::size).sum() > MOST_FIELDS) {
        throw new RefusedException(new Problem.Malformed());
      }
      parsed.forEach((name, values) -> fields.put(name, values.toArray(String[]::new)));
    }
    return new FormRequest(request, fields);
  }

  private static boolean isForm(String contentType) {
    try {
      return contentType != null
          && MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(
              MimeTypeUtils.parseMimeType(contentType));
    } catch (InvalidMimeTypeException e) {
      return false;
    }
  }

  @Override
  public String getParameter(String name) {
    String[] values = fields.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String[] getParameterValues(String name) {
    String[] values = fields.get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(fields.keySet());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(fields);
  }
}
