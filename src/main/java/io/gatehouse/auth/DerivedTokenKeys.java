package io.gatehouse.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.gatehouse.settings.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The keys of the tokens that the gateway issues to one vendor, derived from its client secret.
 * Therefore a token stays valid when the gateway restarts, every replica accepts it, and it becomes
 * invalid with the secret.
 */
record DerivedTokenKeys(Secrets secrets, String vendor) implements JWKSource<SecurityContext> {

  private static final byte[] PURPOSE =
      "gatehouse bearer token signing, version 1".getBytes(StandardCharsets.US_ASCII);

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    return selector.select(all());
  }

  /** The key that signs new tokens: that of the first secret listed. */
  JWKSource<SecurityContext> forSigning() {
    return (selector, context) -> selector.select(new JWKSet(all().getKeys().get(0)));
  }

  /** The id by which the token endpoint identifies the vendor. */
  String clientId() {
    List<String> ids = secrets.named(vendor + ".oauth2.client-id").values();
    return ids.isEmpty() ? "" : ids.get(0);
  }

  /** Whether a token is for the vendor, which has several ids while its id is rotated. */
  boolean isClientId(String audience) {
    return secrets.named(vendor + ".oauth2.client-id").matches(audience);
  }

  private JWKSet all() {
    List<JWK> keys =
        secrets.named(vendor + ".oauth2.client-secret").values().stream()
            .map(DerivedTokenKeys::derive)
            .toList();
    return new JWKSet(keys);
  }

  private static JWK derive(String secret) {
    byte[] key = HmacAlgorithm.SHA256.sign(secret.getBytes(StandardCharsets.UTF_8), PURPOSE);
    return new OctetSequenceKey.Builder(key).build();
  }
}
