package io.gatehouse.auth;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secret;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.SettingText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Decides which bearer tokens a vendor may use: those of the external issuer in {@code
 * <vendor>.oauth2.issuer}, else those that the gateway's token endpoint issued for {@code
 * <vendor>.oauth2.client-id}, else none.
 */
@Component
public class BearerTokens {

  private final Environment environment;
  private final Secrets secrets;
  private final Map<String, Credential> credentials = new ConcurrentHashMap<>();

  BearerTokens(Environment environment, Secrets secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  /** The credential for this vendor's bearer tokens; empty if none is configured. */
  Optional<Credential> of(String vendor) {
    return Optional.ofNullable(
        credentials.computeIfAbsent(vendor, name -> create(name).orElse(null)));
  }

  private Optional<Credential> create(String vendor) {
    String issuer = SettingText.of(environment, vendor + ".oauth2.issuer", "");
    if (!issuer.isBlank()) {
      String audience = SettingText.of(environment, vendor + ".oauth2.audience", "");
      if (audience.isBlank()) {
        throw new BadSettingException(
            "%1$s.oauth2.audience is not set: %1$s.oauth2.issuer needs it, so that a token for somebody else is not accepted."
                .formatted(vendor));
      }
      checkIssuer(vendor + ".oauth2.issuer", issuer);
      return Optional.of(new Credential.Bearer(JwtDecoders.ofIssuer(issuer, audience)));
    }
    Secret clientId = secrets.named(vendor + ".oauth2.client-id");
    if (clientId.isEmpty()) {
      return Optional.empty();
    }
    if (secrets.named(vendor + ".oauth2.client-secret").isEmpty()) {
      throw new BadSettingException(
          "%1$s.oauth2.client-secret is not set: %1$s.oauth2.client-id needs it, so that %1$s can fetch tokens."
              .formatted(vendor));
    }
    return Optional.of(
        new Credential.Bearer(JwtDecoders.ofOurOwn(new DerivedTokenKeys(secrets, vendor))));
  }

  private static void checkIssuer(String setting, String text) {
    try {
      URI issuer = new URI(text);
      boolean web = "https".equals(issuer.getScheme()) || "http".equals(issuer.getScheme());
      if (web
          && issuer.getHost() != null
          && issuer.getUserInfo() == null
          && issuer.getRawQuery() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      // Reported below, with the setting.
    }
    // The value is left out: an address may contain a password.
    throw new BadSettingException(
        "%s: what is set is no address such as https://idp.example, without a user and a query."
            .formatted(setting));
  }
}
