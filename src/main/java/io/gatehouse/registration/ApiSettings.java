package io.gatehouse.registration;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.SettingText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The settings {@code <vendor>.api.*}: where a vendor's API is, and which of the gateway's URLs are
 * registered there.
 */
@Component
public class ApiSettings {

  private static final Logger LOG = LoggerFactory.getLogger(ApiSettings.class);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What {@link #isGoodUrl} requires, in words. */
  static final String URL_RULE =
      "must be https://<host>/<path> in ASCII, without user or fragment, of 2000 characters at most";

  private static final int LONGEST_URL = 2000;

  private final Environment environment;

  ApiSettings(Environment environment) {
    this.environment = environment;
  }

  /**
   * Checks all settings of a vendor's API.
   *
   * @throws BadSettingException with the first problem
   */
  void check(String vendor, List<String> kinds) {
    checkBaseUrl(baseUrl(vendor));
    isToRegisterAtStart(vendor);
    for (String kind : kinds) {
      checkUrl(vendor, kind);
    }
  }

  private void checkBaseUrl(String name) {
    String text = text(name);
    Optional<URI> url =
        parse(text)
            .filter(u -> Set.of("http", "https").contains(String.valueOf(u.getScheme())))
            .filter(u -> u.getRawQuery() == null && !text.endsWith("/"));
    if (url.isEmpty()) {
      throw new BadSettingException(
          "%s must be https://<host>/<path>, without user, query, fragment or a slash at the end."
              .formatted(name));
    }
    if (url.get().getScheme().equals("http") && !LOOPBACK.contains(url.get().getHost())) {
      LOG.warn("{} is http: login, password and tokens travel in the clear", name);
    }
  }

  private void checkUrl(String vendor, String kind) {
    String name = urlName(vendor, kind);
    Optional<String> url = url(vendor, kind);
    if (url.isEmpty() && isToRegisterAtStart(vendor)) {
      throw new BadSettingException(
          "%s is not set, and %s.api.register-at-start needs it: give it a value (environment variable %s)."
              .formatted(name, vendor, Secrets.variable(name)));
    }
    if (url.isPresent() && !isGoodUrl(url.get())) {
      throw new BadSettingException("%s %s.".formatted(name, URL_RULE));
    }
  }

  /** The URL to register for a webhook, if one is set. */
  Optional<String> url(String vendor, String kind) {
    return Optional.of(text(urlName(vendor, kind))).filter(url -> !url.isEmpty());
  }

  boolean isToRegisterAtStart(String vendor) {
    String name = vendor + ".api.register-at-start";
    return switch (text(name)) {
      case "true" -> true;
      case "", "false" -> false;
      default -> throw new BadSettingException("%s must be true or false.".formatted(name));
    };
  }

  /** Whether a URL may be registered at a vendor. */
  static boolean isGoodUrl(String text) {
    return parse(text)
        .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
        .filter(url -> text.length() <= LONGEST_URL && text.equals(url.toASCIIString()))
        .isPresent();
  }

  /** An absolute URL with a host, and without parts that are not sent to a server. */
  private static Optional<URI> parse(String text) {
    try {
      URI url = new URI(text);
      boolean plain =
          url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
      return plain ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static String urlName(String vendor, String kind) {
    return "%s.api.%s-url".formatted(vendor, kind);
  }

  static String baseUrl(String vendor) {
    return vendor + ".api.base-url";
  }

  private String text(String name) {
    return SettingText.of(environment, name, "").strip();
  }
}
