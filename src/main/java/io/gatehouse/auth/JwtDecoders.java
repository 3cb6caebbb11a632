package io.gatehouse.auth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Decoders that check a JWT completely: its spelling, algorithm and key (RFC 8725), issuer,
 * audience and times. The accepted keys and algorithms are fixed here; nothing in a token can
 * select them.
 */
final class JwtDecoders {

  /** The issuer of the gateway's own tokens. It is only a name; nothing is fetched from there. */
  static final String OWN_ISSUER = "https://gatehouse";

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private JwtDecoders() {}

  /** Tokens of an external issuer, checked with the keys that it publishes. */
  static JwtDecoder ofIssuer(String issuer, String audience) {
    return decoder(
        new IssuerKeys(issuer),
        Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256),
        issuer,
        audience::equals);
  }

  /** Tokens that the gateway's own endpoint issued. */
  static JwtDecoder ofOurOwn(DerivedTokenKeys keys) {
    return decoder(keys, Set.of(JWSAlgorithm.HS256), OWN_ISSUER, keys::isClientId);
  }

  private static JwtDecoder decoder(
      JWKSource<SecurityContext> keys,
      Set<JWSAlgorithm> algorithms,
      String issuer,
      Predicate<String> audience) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    // Spring's validators below check the claims.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
    decoder.setJwtValidator(validator(issuer, audience));
    return token -> {
      if (!JwsCompactForm.isExact(token)) {
        throw new BadJwtException("The token is not in the compact form of a JWS");
      }
      return decoder.decode(token);
    };
  }

  private static OAuth2TokenValidator<Jwt> validator(String issuer, Predicate<String> audience) {
    return new DelegatingOAuth2TokenValidator<>(
        new JwtTimestampValidator(CLOCK_SKEW),
        new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull),
        new JwtIssuerValidator(issuer),
        new JwtClaimValidator<List<String>>(
            JwtClaimNames.AUD,
            audiences -> audiences != null && audiences.stream().anyMatch(audience)));
  }

  /** Checks the compact serialization of a signed JWT (RFC 7515, sections 2 and 7.1). */
  static final class JwsCompactForm {

    private static final int PARTS = 3;

    private JwsCompactForm() {}

    /**
     * Whether a token has three parts, each in base64url without padding and with nothing else in
     * it. Nimbus skips characters outside base64url and also accepts the other alphabet, so that
     * one token would have many spellings.
     */
    static boolean isExact(String token) {
      String[] parts = token.split("\\.", -1);
      return parts.length == PARTS && Stream.of(parts).allMatch(JwsCompactForm::isBase64Url);
    }

    /**
     * Whether a part is exact: re-encoding it gives the same text only without padding and
     * meaningless bits.
     */
    private static boolean isBase64Url(String part) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(part);
        return bytes.length > 0
            && Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }
}
