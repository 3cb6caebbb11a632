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
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Tokens of an external issuer that is reachable. */
class JwtsOfIssuerTest {

  private static final RSAKey STRANGER = Issuer.newKey("first");
  private static Issuer issuer;
  private static JwtDecoder decoder;

  @BeforeAll
  static void anIssuerIsUp() {
    issuer = new Issuer().up();
    decoder = JwtDecoders.ofIssuer(issuer.name(), Issuer.AUDIENCE);
    decoder.decode(issuer.token());
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aGoodTokenIsBelieved(String what, String token) {
    assertThatNoException().isThrownBy(() -> decoder.decode(token));
    assertThat(credential().provenBy(bearing(token))).isTrue();
  }

  static Stream<Arguments> aGoodTokenIsBelieved() {
    Instant now = Instant.now();
    return Stream.of(
        arguments("as issued", issuer.token()),
        arguments("typ at+jwt", token(header().type(new JOSEObjectType("at+jwt")), claims())),
        arguments("no typ", token(header().type(null), claims())),
        arguments("no kid", token(header().keyID(null), claims())),
        arguments("PS256", token(headerOf(JWSAlgorithm.PS256), claims())),
        arguments(
            "for several audiences",
            token(header(), claims().audience(List.of("other", Issuer.AUDIENCE)))),
        arguments(
            "expired within the clock skew",
            token(header(), claims().issueTime(null).expirationTime(at(now, -40)))),
        arguments(
            "not yet valid within the clock skew",
            token(header(), claims().notBeforeTime(at(now, 40)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBadTokenIsRefused(String what, String token) {
    assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    assertThat(credential().provenBy(bearing(token))).isFalse();
  }

  static Stream<Arguments> aBadTokenIsRefused() throws JOSEException {
    Instant now = Instant.now();
    String good = issuer.token();
    String[] parts = good.split("\\.");
    return Stream.of(
        arguments("alg none", new PlainJWT(claims().build()).serialize()),
        arguments("alg none under a good signature", none() + good.substring(good.indexOf('.'))),
        arguments("no signature", parts[0] + "." + parts[1] + "."),
        arguments("another token's signature", otherSignature(good)),
        arguments("HS256 with the public key in DER", hs256(publicKey().getEncoded())),
        arguments("HS256 with the public key in PEM", hs256(pem().getBytes())),
        arguments("HS256 with the published JSON", hs256(publicJson().getBytes())),
        arguments("RS512, which is not asked for", token(headerOf(JWSAlgorithm.RS512), claims())),
        arguments("a stranger's key under the right kid", by(STRANGER, header())),
        arguments("a stranger's key without kid", by(STRANGER, header().keyID(null))),
        arguments(
            "a stranger's key that the token brings along",
            by(STRANGER, header().jwk(STRANGER.toPublicJWK()))),
        arguments(
            "a stranger's key that lies where jku says",
            by(STRANGER, header().jwkURL(URI.create("http://127.0.0.1:1/keys")))),
        arguments(
            "a stranger's key that lies where x5u says",
            by(STRANGER, header().x509CertURL(URI.create("http://127.0.0.1:1/cert")))),
        arguments(
            "an unknown crit",
            token(header().criticalParams(Set.of("x")).customParam("x", 1), claims())),
        arguments("typ JOSE", token(header().type(JOSEObjectType.JOSE), claims())),
        arguments(
            "typ logout+jwt", token(header().type(new JOSEObjectType("logout+jwt")), claims())),
        arguments("another audience", token(header(), claims().audience("other"))),
        arguments("no audience", token(header(), claims().audience((String) null))),
        arguments("the audience's beginning", token(header(), claims().audience("gatehouse"))),
        arguments("another issuer", token(header(), claims().issuer("https://other"))),
        arguments("the issuer with a slash", token(header(), claims().issuer(issuer.name() + "/"))),
        arguments("no issuer", token(header(), claims().issuer(null))),
        arguments("no exp", token(header(), claims().expirationTime(null))),
        arguments(
            "expired",
            token(header(), claims().issueTime(at(now, -900)).expirationTime(at(now, -70)))),
        arguments(
            "expired before it was issued",
            token(header(), claims().issueTime(at(now, 900)).expirationTime(at(now, 600)))),
        arguments("not yet valid", token(header(), claims().notBeforeTime(at(now, 90)))),
        arguments("exp as text", token(header(), claims().claim("exp", "tomorrow"))),
        arguments("a payload that is no JSON", parts[0] + ".e30x." + parts[2]),
        arguments("two parts", parts[0] + "." + parts[1]),
        arguments("four parts", good + "." + parts[2]),
        arguments("white space within", good.replaceFirst("\\.", ". ")),
        arguments("rubbish", "rubbish"),
        arguments("nothing", ""));
  }

  @Test
  void noBitOfATokensSignatureMayBeOtherwise() {
    String token = issuer.token();
    int start = token.lastIndexOf('.') + 1;
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(start));

    for (int bit = 0; bit < signature.length * 8; bit += 7) {
      byte[] other = signature.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      String changed =
          token.substring(0, start) + Base64.getUrlEncoder().withoutPadding().encodeToString(other);

      assertThatThrownBy(() -> decoder.decode(changed)).isInstanceOf(BadJwtException.class);
    }
  }

  @Test
  void manyUnknownKeyIdsDoNotMakeUsAskTheIssuerManyTimes() {
    try (Issuer own = new Issuer().up()) {
      JwtDecoder ownDecoder = JwtDecoders.ofIssuer(own.name(), Issuer.AUDIENCE);
      Credential.Bearer credential = new Credential.Bearer(ownDecoder);
      assertThat(credential.provenBy(bearing(own.token()))).isTrue();
      String prefix = "../../etc/passwd' OR 1=1 --";

      int believed = 0;
      for (int i = 0; i < 200; i++) {
        String token = own.token(own.header().keyID(prefix + i), own.claims());
        believed += outcome(credential, token).equals("believed") ? 1 : 0;
      }

      assertThat(believed).isZero();
      assertThat(own.fetchesOfKeys()).isLessThanOrEqualTo(3);
      assertThat(credential.provenBy(bearing(own.token()))).isTrue();
    }
  }

  @Test
  void aKeyThatIsNewAtTheIssuerIsFetched() {
    try (Issuer own = new Issuer().up()) {
      JwtDecoder ownDecoder = JwtDecoders.ofIssuer(own.name(), Issuer.AUDIENCE);
      ownDecoder.decode(own.token());

      own.rollOver();

      assertThatNoException().isThrownBy(() -> ownDecoder.decode(own.token()));
    }
  }

  private static String outcome(Credential.Bearer credential, String token) {
    try {
      return credential.provenBy(bearing(token)) ? "believed" : "refused";
    } catch (RefusedException e) {
      assertThat(e.problem()).isInstanceOf(Problem.Unavailable.class);
      return "unavailable";
    }
  }

  private static Credential.Bearer credential() {
    return new Credential.Bearer(decoder);
  }

  private static FakeWebhook bearing(String token) {
    return FakeWebhook.empty().withHeader("Authorization", "Bearer " + token);
  }

  private static JWSHeader.Builder header() {
    return issuer.header();
  }

  private static JWSHeader.Builder headerOf(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(issuer.key().getKeyID());
  }

  private static JWTClaimsSet.Builder claims() {
    return issuer.claims();
  }

  private static String token(JWSHeader.Builder header, JWTClaimsSet.Builder claims) {
    return issuer.token(header, claims);
  }

  private static String by(RSAKey key, JWSHeader.Builder header) {
    return Issuer.token(key, header, claims());
  }

  private static Date at(Instant now, long seconds) {
    return Date.from(now.plusSeconds(seconds));
  }

  private static String none() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString("{\"alg\":\"none\",\"kid\":\"first\"}".getBytes());
  }

  private static String otherSignature(String token) {
    String other = token(header(), claims().subject("other"));
    return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
  }

  private static String hs256(byte[] secret) throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).keyID("first").build();
    SignedJWT jwt = new SignedJWT(header, claims().build());
    jwt.sign(new MACSigner(secret));
    return jwt.serialize();
  }

  private static PublicKey publicKey() throws JOSEException {
    return issuer.key().toPublicKey();
  }

  private static String pem() throws JOSEException {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String publicJson() {
    return issuer.key().toPublicJWK().toJSONString();
  }
}
