package io.gatehouse.auth;

import io.gatehouse.auth.Credential.TimestampTolerance;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secret;
import io.gatehouse.settings.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The step behind the kamelet {@code require-hmac}: a header contains an HMAC of the body, or of
 * time and body.
 */
public final class RequireHmac extends CredentialsProcessor {

  private Secrets secrets;
  private String secret;
  private String header;
  private boolean timed;
  private String signatureName;
  private String algorithmHeader;
  private Set<HmacAlgorithm> algorithms;
  private Duration oldest;
  private Duration ahead;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The reference to the secret. */
  public void setSecret(String secret) {
    this.secret = secret;
  }

  /** The header that contains the signature. */
  public void setHeader(String header) {
    this.header = header;
  }

  /** What is signed: {@code body} or {@code time-and-body}. */
  public void setSigned(String signed) {
    this.timed =
        switch (signed) {
          case "body" -> false;
          case "time-and-body" -> true;
          default ->
              throw new BadSettingException(
                  "signed: \"%s\" is neither body nor time-and-body.".formatted(signed));
        };
  }

  /** The name of a timed signature within the header. */
  public void setSignatureName(String name) {
    this.signatureName = name;
  }

  /** The header that names the algorithm; empty if there is none. */
  public void setAlgorithmHeader(String header) {
    this.algorithmHeader = header;
  }

  /** Comma-separated names of the accepted algorithms. */
  public void setAlgorithms(String names) {
    this.algorithms = HmacAlgorithm.listed(names);
  }

  /** How old a signed time may be, as an ISO 8601 duration. */
  public void setOldest(String duration) {
    this.oldest = TimestampTolerance.span("oldest", duration, TimestampTolerance.SHORTEST);
  }

  /** How far a signed time may be ahead of the gateway's, as an ISO 8601 duration. */
  public void setAhead(String duration) {
    this.ahead = TimestampTolerance.span("ahead", duration, Duration.ZERO);
  }

  @Override
  List<Credential> credentials() {
    return List.of(credential(secrets.resolve(secret)));
  }

  private Credential credential(Secret key) {
    return timed
        ? new Credential.TimedSignatures(
            header,
            signatureName,
            algorithms,
            new TimestampTolerance(oldest, ahead, Clock.systemUTC()),
            key)
        : new Credential.Hmac(header, algorithmHeader, algorithms, key);
  }
}
