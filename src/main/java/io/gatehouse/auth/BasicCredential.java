package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User name and password by the Basic scheme (RFC 7617), in UTF-8. */
record BasicCredential(Secret username, Secret password) implements Credential {

  @Override
  public boolean provenBy(Webhook webhook) {
    return Authorization.credentials(webhook, "Basic")
        .flatMap(BasicCredential::decode)
        .filter(this::matches)
        .isPresent();
  }

  private boolean matches(String pair) {
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return false;
    }
    // Both are compared, whatever the first result is: the time taken must not reveal which is
    // wrong.
    return username.matches(pair.substring(0, colon)) & password.matches(pair.substring(colon + 1));
  }

  /** Whether a user name cannot be separated from the password that follows it. */
  static boolean cannotBeSent(String username) {
    return username.indexOf(':') >= 0;
  }

  /** Name, colon and password; empty if the text is not base64. */
  static Optional<String> decode(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String challenge() {
    return "Basic realm=\"gatehouse\", charset=\"UTF-8\"";
  }
}
