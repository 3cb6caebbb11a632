package io.gatehouse.auth;

import io.gatehouse.settings.Secret;
import io.gatehouse.settings.Secrets;
import java.util.List;

/**
 * The step behind the kamelet {@code require-digest}: a salted SHA-256 digest of the body in a
 * header. If the secret is not set, the check is switched off.
 */
public final class RequireDigest extends CredentialsProcessor {

  private Secrets secrets;
  private String header;
  private String secret;

  public void setSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The header that contains the digest. */
  public void setHeader(String header) {
    this.header = header;
  }

  /** The reference to the secret. */
  public void setSecret(String secret) {
    this.secret = secret;
  }

  @Override
  List<Credential> credentials() {
    Secret salt = secrets.resolve(secret);
    return salt.isEmpty() ? List.of() : List.of(new SaltedDigestCredential(header, salt));
  }
}
