package io.gatehouse.auth;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secret;
import io.gatehouse.settings.Secrets;
import java.util.List;
import java.util.function.Function;

/**
 * The step behind the kamelets {@code require-token}, {@code require-key} and {@code
 * require-digest}: one secret, whose place one of scheme, parameter and header gives.
 */
public final class RequireSecret extends CredentialsProcessor {

  private Secrets secrets;
  private Function<Secret, Credential> credential;
  private boolean optional;
  private String reference;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The scheme before a fixed token in {@code Authorization}. */
  public void setScheme(String scheme) {
    this.credential = token -> new Credential.Token(scheme, token);
  }

  /** The query parameter that contains a key. */
  public void setParameter(String parameter) {
    this.credential = key -> new Credential.Key(parameter, key);
  }

  /**
   * The header that contains a salted SHA-256 digest of the body. If the secret is not set, the
   * check is switched off.
   */
  public void setHeader(String header) {
    this.credential = salt -> new Credential.SaltedDigest(header, salt);
    this.optional = true;
  }

  /** The reference to the secret. */
  public void setSecret(String reference) {
    this.reference = reference;
  }

  /** The same, for a token. */
  public void setToken(String reference) {
    setSecret(reference);
  }

  /** The same, for a key in the URL. */
  public void setKey(String reference) {
    setSecret(reference);
  }

  @Override
  List<Credential> credentials() {
    if (credential == null) {
      throw new BadSettingException(
          "A step that requires a secret does not say where it is: give scheme, parameter or header.");
    }
    Secret secret = secrets.resolve(reference);
    return optional && secret.isEmpty() ? List.of() : List.of(credential.apply(secret));
  }
}
