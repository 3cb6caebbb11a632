package io.gatehouse.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The requirements for a URL before it is registered at a vendor. */
final class WebhookUrl {

  static final String RULE =
      "must be https://<host>/<path> in ASCII, without user or fragment, of 2000 characters at most";

  private static final int LONGEST = 2000;

  private WebhookUrl() {}

  static boolean isGood(String text) {
    return parse(text)
        .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
        .filter(url -> text.length() <= LONGEST && text.equals(url.toASCIIString()))
        .isPresent();
  }

  /** An absolute URL with a host, and without parts that are not sent to a server. */
  static Optional<URI> parse(String text) {
    try {
      URI url = new URI(text);
      boolean plain =
          url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
      return plain ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
