package io.gatehouse.auth;

import io.gatehouse.auth.Credential.TimestampTolerance;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secret;
import io.gatehouse.settings.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The step behind the kamelet {@code require-any-credentials}: Basic, a bearer token or a timed
 * HMAC, as far as each is configured; any one of them is enough.
 */
public final class RequireAnyCredentials extends CredentialsProcessor {

  private Secrets secrets;
  private BearerTokens bearerTokens;
  private String vendor;
  private String username;
  private String password;
  private String hmacSecret;
  private String hmacHeader;
  private Duration hmacOldest;
  private Duration hmacAhead;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  public void setBearerTokens(BearerTokens bearerTokens) {
    this.bearerTokens = bearerTokens;
  }

  /** The vendor whose {@code <vendor>.oauth2.*} settings define the accepted bearer tokens. */
  public void setVendor(String vendor) {
    this.vendor = vendor;
  }

  /** The reference to the Basic user name. */
  public void setUsername(String username) {
    this.username = username;
  }

  /** The reference to the Basic password. */
  public void setPassword(String password) {
    this.password = password;
  }

  /** The reference to the HMAC secret. */
  public void setHmacSecret(String hmacSecret) {
    this.hmacSecret = hmacSecret;
  }

  /** The header that contains the timed HMAC. */
  public void setHmacHeader(String hmacHeader) {
    this.hmacHeader = hmacHeader;
  }

  /** How old the HMAC's time may be, as an ISO 8601 duration. */
  public void setHmacOldest(String duration) {
    this.hmacOldest = TimestampTolerance.span("hmacOldest", duration, TimestampTolerance.SHORTEST);
  }

  /** How far the HMAC's time may be ahead of the gateway's, as an ISO 8601 duration. */
  public void setHmacAhead(String duration) {
    this.hmacAhead = TimestampTolerance.span("hmacAhead", duration, Duration.ZERO);
  }

  @Override
  protected void doInit() {
    if (secrets.resolve(username).isEmpty() != secrets.resolve(password).isEmpty()) {
      throw new BadSettingException(
          "%s and %s go together: set both, or neither."
              .formatted(Secrets.nameOf(username), Secrets.nameOf(password)));
    }
    if (secrets.resolve(username).values().stream().anyMatch(name -> name.indexOf(':') >= 0)) {
      throw new BadSettingException(
          "%s holds a colon, which Basic cannot send in a user name: choose another."
              .formatted(Secrets.nameOf(username)));
    }
    if (credentials().isEmpty()) {
      throw new BadSettingException(
          ("%1$s has no credentials: set %2$s and %3$s, or %4$s, or %1$s.oauth2.client-id and"
                  + " %1$s.oauth2.client-secret, or %1$s.oauth2.issuer; or switch the vendor off with"
                  + " %1$s.enabled=false.")
              .formatted(
                  vendor,
                  Secrets.nameOf(username),
                  Secrets.nameOf(password),
                  Secrets.nameOf(hmacSecret)));
    }
  }

  @Override
  List<Credential> credentials() {
    List<Credential> credentials = new ArrayList<>(3);
    Secret user = secrets.resolve(username);
    if (!user.isEmpty()) {
      credentials.add(new Credential.Basic(user, secrets.resolve(password)));
    }
    bearerTokens.of(vendor).ifPresent(credentials::add);
    Secret hmac = secrets.resolve(hmacSecret);
    if (!hmac.isEmpty()) {
      credentials.add(
          new Credential.TimedHmac(
              hmacHeader, hmac, new TimestampTolerance(hmacOldest, hmacAhead, Clock.systemUTC())));
    }
    return credentials;
  }
}
