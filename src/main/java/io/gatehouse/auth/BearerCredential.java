package io.gatehouse.auth;

import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** A bearer token (RFC 6750) that is a signed JWT (RFC 7519). */
record BearerCredential(JwtDecoder decoder) implements Credential {

  @Override
  public boolean provenBy(Webhook webhook) {
    return Authorization.credentials(webhook, "Bearer").filter(this::isGood).isPresent();
  }

  private boolean isGood(String token) {
    try {
      decoder.decode(token);
      return true;
    } catch (BadJwtException e) {
      return false;
    } catch (JwtException e) {
      // The issuer's keys are unavailable, so the token can be neither accepted nor rejected.
      throw new RefusedException(Refusal.Unavailable.SHORTLY);
    }
  }

  @Override
  public String challenge() {
    return "Bearer realm=\"gatehouse\"";
  }
}
