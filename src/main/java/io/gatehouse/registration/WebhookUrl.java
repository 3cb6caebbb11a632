package io.gatehouse.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What a URL has to be before a vendor is told of it. */
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

  /** An absolute URL with a host, and nothing in it that a server is not asked for. */
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
