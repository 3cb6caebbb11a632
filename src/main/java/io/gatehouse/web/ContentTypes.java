package io.gatehouse.web;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** Decides from the request's declaration whether its body is JSON. */
final class ContentTypes {

  private static final Set<Charset> READABLE =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

  private ContentTypes() {}

  /**
   * Whether exactly one content type is declared, it is JSON (RFC 8259, or {@code +json} after RFC
   * 6839) in UTF-8 or in its subset ASCII, and no content encoding but {@code identity} is
   * declared: a compressed body has no known size.
   */
  static boolean isPlainJson(List<String> contentType, List<String> contentEncoding) {
    return contentType.size() == 1
        && isJson(contentType.get(0))
        && contentEncoding.stream()
            .allMatch(e -> e.isBlank() || e.strip().equalsIgnoreCase("identity"));
  }

  /** Returns a content type in its usual spelling. */
  static String normalised(String text) {
    return MimeTypeUtils.parseMimeType(text).toString();
  }

  private static boolean isJson(String text) {
    try {
      MimeType type = MimeTypeUtils.parseMimeType(text);
      boolean json =
          type.getType().equals("application")
              && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
      Charset charset = type.getCharset();
      return json && (charset == null || READABLE.contains(charset));
    } catch (InvalidMimeTypeException e) {
      return false;
    }
  }
}
