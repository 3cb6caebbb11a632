package io.gatehouse.httpclient;

import io.gatehouse.settings.BadSettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which URLs the gateway calls. */
public final class UrlRules {

  private static final Logger LOG = LoggerFactory.getLogger(UrlRules.class);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private UrlRules() {}

  /**
   * Checks a URL: {@code https}, with a host, and without a user or a fragment. Plain {@code http}
   * is allowed too, for a proxy beside the gateway that uses TLS; for another machine it causes a
   * warning.
   *
   * @param parameter the name of the setting
   * @throws BadSettingException if it is not such a URL
   */
  public static void check(String parameter, String url) {
    try {
      URI place = new URI(url);
      boolean web = "https".equals(place.getScheme()) || "http".equals(place.getScheme());
      if (web
          && place.getHost() != null
          && place.getUserInfo() == null
          && place.getFragment() == null) {
        if (place.getScheme().equals("http") && !LOOPBACK.contains(place.getHost())) {
          LOG.warn("{} is called without TLS", place.getHost());
        }
        return;
      }
    } catch (URISyntaxException e) {
      // Reported below, with the setting.
    }
    // The value is left out: an address may contain a password.
    throw new BadSettingException(
        "%s: what is set is no address such as https://host/path, without a user and a fragment."
            .formatted(parameter));
  }
}
