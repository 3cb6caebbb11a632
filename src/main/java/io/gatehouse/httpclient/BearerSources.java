package io.gatehouse.httpclient;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.SettingText;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Creates a bearer source from the settings: a fixed token, or client credentials. */
@Component
public class BearerSources {

  private final Secrets secrets;
  private final Environment environment;
  private final ResponseLimits briefAnswers;

  BearerSources(Secrets secrets, Environment environment, ResponseLimits briefAnswers) {
    this.secrets = secrets;
    this.environment = environment;
    this.briefAnswers = briefAnswers;
  }

  /**
   * The bearer source for one system: by {@code <name>.oauth2.*} if a token URL is set, else by
   * {@code <name>.token}.
   *
   * @throws BadSettingException if neither is set, or one only in part
   */
  public BearerSource of(String name) {
    String tokenUrl = SettingText.of(environment, name + ".oauth2.token-url", "");
    if (tokenUrl.isBlank()) {
      require(name + ".token", "or set %s.oauth2.token-url".formatted(name));
      checkToken(name + ".token");
      return new FixedToken(secrets, name + ".token");
    }
    String because = "since %s.oauth2.token-url is set".formatted(name);
    require(name + ".oauth2.client-id", because);
    require(name + ".oauth2.client-secret", because);
    UrlRules.check(name + ".oauth2.token-url", tokenUrl);
    return new ClientCredentials(
        secrets,
        name,
        tokenUrl,
        SettingText.of(environment, name + ".oauth2.scope", ""),
        briefAnswers);
  }

  /**
   * Checks that a header can contain the token (RFC 6750, section 2.1, and what is sent beyond it).
   */
  private void checkToken(String property) {
    for (String value : secrets.named(property).values()) {
      if (!value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
        throw new BadSettingException(
            "%s holds a space or another character than those of ASCII, which no bearer token has: copy it again."
                .formatted(property));
      }
    }
  }

  private void require(String property, String why) {
    if (secrets.named(property).isEmpty()) {
      throw new BadSettingException(
          "%s is not set: give it a value (environment variable %s), %s."
              .formatted(property, Secrets.variable(property), why));
    }
  }

  private record FixedToken(Secrets secrets, String property) implements BearerSource {

    @Override
    public String value() {
      return secrets.named(property).values().get(0);
    }

    @Override
    public void forget() {
      // There is no other token until one is set.
    }
  }

  /** The bearer token (RFC 6750) with which the gateway authenticates at one receiving system. */
  public interface BearerSource {

    /** The token to use now, fetched if there is none or it is about to expire. */
    String value();

    /** Reports that the token was rejected; the next one is new, if possible. */
    void forget();
  }
}
