package io.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.gatehouse.settings.TestSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Tokens that the gateway's own endpoint issues. */
class JwtsOfOurOwnTest {

  private static final String CLIENT = "client-1";
  private static final DerivedTokenKeys KEYS = keys("acme", "new-secret,old-secret");

  private final JwtDecoder decoder = JwtDecoders.ofOurOwn(KEYS);

  @Test
  void aTokenIsGoodAsLongAsTheSecretThatSignedItIsListed() throws Exception {
    String old = token(keys("acme", "old-secret"), header(), claims());

    assertThatNoException().isThrownBy(() -> decoder.decode(token(KEYS, header(), claims())));
    assertThatNoException().isThrownBy(() -> decoder.decode(old));
    assertThatThrownBy(() -> JwtDecoders.ofOurOwn(keys("acme", "new-secret")).decode(old))
        .isInstanceOf(BadJwtException.class);
  }

  @Test
  void aTokenOutlivesARestart() throws Exception {
    String token = token(KEYS, header(), claims());

    assertThatNoException()
        .isThrownBy(() -> JwtDecoders.ofOurOwn(keys("acme", "new-secret")).decode(token));
  }

  @Test
  void tokensAreSignedWithAKeyThatIsNotTheSecretItself() throws Exception {
    byte[] secret = "new-secret".getBytes(StandardCharsets.UTF_8);
    JWK key = signingKey(KEYS);

    assertThat(key.toOctetSequenceKey().toByteArray()).hasSize(32).isNotEqualTo(secret);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBadTokenIsRefused(String what, String token) {
    assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
  }

  static Stream<Arguments> aBadTokenIsRefused() throws Exception {
    Instant now = Instant.now();
    return Stream.of(
        arguments("alg none", new PlainJWT(claims().build()).serialize()),
        arguments("HS384", token(KEYS, new JWSHeader.Builder(JWSAlgorithm.HS384), claims())),
        arguments("a kid", token(KEYS, header().keyID("other"), claims())),
        arguments(
            "an unknown crit",
            token(KEYS, header().criticalParams(Set.of("x")).customParam("x", 1), claims())),
        arguments("another secret", token(keys("acme", "other"), header(), claims())),
        arguments("another client", token(KEYS, header(), claims().audience("client-2"))),
        arguments("no audience", token(KEYS, header(), claims().audience((String) null))),
        arguments("another issuer", token(KEYS, header(), claims().issuer("https://other"))),
        arguments("no exp", token(KEYS, header(), claims().expirationTime(null))),
        arguments(
            "expired",
            token(
                KEYS,
                header(),
                claims()
                    .issueTime(Date.from(now.minusSeconds(900)))
                    .expirationTime(Date.from(now.minusSeconds(70))))),
        arguments("typ JOSE", token(KEYS, header().type(JOSEObjectType.JOSE), claims())));
  }

  @Test
  void whereNoSecretIsSetNoTokenIsGood() throws Exception {
    JwtDecoder none =
        JwtDecoders.ofOurOwn(new DerivedTokenKeys(TestSecrets.from(Map.of()), "acme"));
    String token = token(KEYS, header(), claims());

    assertThatThrownBy(() -> none.decode(token)).isInstanceOf(BadJwtException.class);
  }

  private static DerivedTokenKeys keys(String vendor, String secrets) {
    return new DerivedTokenKeys(
        TestSecrets.from(
            Map.of(
                vendor + ".oauth2.client-id", CLIENT, vendor + ".oauth2.client-secret", secrets)),
        vendor);
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT);
  }

  private static JWTClaimsSet.Builder claims() {
    return Issuer.goodClaims(JwtDecoders.OWN_ISSUER, CLIENT);
  }

  private static String token(
      DerivedTokenKeys keys, JWSHeader.Builder header, JWTClaimsSet.Builder claims)
      throws Exception {
    byte[] key = signingKey(keys).toOctetSequenceKey().toByteArray();
    boolean longer = !header.build().getAlgorithm().equals(JWSAlgorithm.HS256);
    SignedJWT jwt = new SignedJWT(header.build(), claims.build());
    jwt.sign(new MACSigner(longer ? Arrays.copyOf(key, 64) : key));
    return jwt.serialize();
  }

  private static JWK signingKey(DerivedTokenKeys keys) throws JOSEException {
    return keys.forSigning().get(new JWKSelector(new JWKMatcher.Builder().build()), null).get(0);
  }
}
