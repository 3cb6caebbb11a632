package io.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.SignedJWT;
import io.gatehouse.settings.TestSecrets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** A token has one spelling only, whoever has issued it. */
class JwsCompactFormTest {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final DerivedTokenKeys KEYS =
      new DerivedTokenKeys(
          TestSecrets.from(
              Map.of("acme.oauth2.client-id", "client", "acme.oauth2.client-secret", "secret")),
          "acme");

  private static Issuer issuer;
  private static Kind[] kinds;

  /** A valid token, and its decoder. */
  private record Kind(String token, JwtDecoder decoder) {}

  @BeforeContainer
  static void start() throws Exception {
    issuer = new Issuer().up();
    kinds =
        new Kind[] {
          new Kind(own(), JwtDecoders.ofOurOwn(KEYS)),
          new Kind(issuer.token(), JwtDecoders.ofIssuer(issuer.name(), Issuer.AUDIENCE))
        };
  }

  @AfterContainer
  static void stop() {
    issuer.close();
  }

  private static String own() throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            Issuer.goodClaims(JwtDecoders.OWN_ISSUER, "client").build());
    byte[] key =
        KEYS.forSigning()
            .get(new JWKSelector(new JWKMatcher.Builder().build()), null)
            .get(0)
            .toOctetSequenceKey()
            .toByteArray();
    token.sign(new MACSigner(key));
    return token.serialize();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AAAA.AAAA.AAAA         | true",
        "AAA.AA.AAAA            | true",
        "A-_9.AAAA.AAAA         | true",
        "AAAA.AAAA              | false",
        "AAAA.AAAA.AAAA.AAAA    | false",
        "AAAA.AAAA.             | false",
        ".AAAA.AAAA             | false",
        "AAAA..AAAA             | false",
        "'AAAA.AAAA.AAAA '      | false",
        "AAAA.AA AA.AAAA        | false",
        "AAA=.AAAA.AAAA         | false",
        "AAAA.AA==.AAAA         | false",
        "A+AA.AAAA.AAAA         | false",
        "AAAA.AA/A.AAAA         | false",
        "AAAA.AAAA.AAAA~        | false",
        "AAAA.AAAA.AAAÄ         | false",
        "AAAA.AAAAA.AAAA        | false",
        "AAAA.AAB.AAAA          | false",
        "AAAA.AAAA.AB           | false",
      })
  void threePartsOfCanonicalBase64Url(String token, boolean exact) {
    assertThat(JwtDecoders.JwsCompactForm.isExact(token)).isEqualTo(exact);
  }

  @Property(tries = 20)
  void aGoodTokenIsRead(@ForAll @IntRange(max = 1) int kind) {
    assertThatNoException().isThrownBy(() -> kinds[kind].decoder().decode(kinds[kind].token()));
  }

  @Property
  void aTokenOfWhichOneCharacterIsAnotherIsRefused(
      @ForAll @IntRange(max = 1) int kind,
      @ForAll @IntRange(max = 999) int at,
      @ForAll char other) {
    String token = kinds[kind].token();
    int index = at % token.length();
    if (token.charAt(index) != other) {
      assertRefused(kind, token.substring(0, index) + other + token.substring(index + 1));
    }
  }

  @Property(tries = 200)
  void aTokenIntoWhichACharacterIsPutIsRefused(
      @ForAll @IntRange(max = 1) int kind, @ForAll @IntRange(max = 999) int at, @ForAll char more) {
    String token = kinds[kind].token();
    int index = at % (token.length() + 1);
    assertRefused(kind, token.substring(0, index) + more + token.substring(index));
  }

  /** The last character of a part may have meaningless bits. */
  @Property(tries = 2)
  void theLastCharactersOfItsPartsHaveOneSpelling(@ForAll @IntRange(max = 1) int kind) {
    String token = kinds[kind].token();
    lastOfParts(token)
        .forEach(
            index ->
                ALPHABET
                    .chars()
                    .filter(other -> other != token.charAt(index))
                    .forEach(
                        other ->
                            assertRefused(
                                kind,
                                token.substring(0, index)
                                    + (char) other
                                    + token.substring(index + 1))));
  }

  @Property(tries = 2)
  void otherSpellingsOfTheSameBytesAreRefused(@ForAll @IntRange(max = 1) int kind) {
    String token = kinds[kind].token();
    Stream.of(
            token.replace('-', '+').replace('_', '/') + "=",
            token + "=",
            token + "==",
            token.replace(".", "=."),
            token.replace(".", ".\r\n"),
            token.replace(".", " ."),
            token.replaceAll("(.{76})", "$1\n"),
            "~" + token,
            padded(token))
        .filter(other -> !other.equals(token))
        .forEach(other -> assertRefused(kind, other));
  }

  private static String padded(String token) {
    return String.join(
        ".",
        Stream.of(token.split("\\."))
            .map(part -> Base64.getUrlEncoder().encodeToString(Base64.getUrlDecoder().decode(part)))
            .toList());
  }

  private static IntStream lastOfParts(String token) {
    return IntStream.range(0, token.length())
        .filter(i -> i == token.length() - 1 || token.charAt(i + 1) == '.');
  }

  private static void assertRefused(int kind, String token) {
    assertThatThrownBy(() -> kinds[kind].decoder().decode(token))
        .as(token)
        .isInstanceOf(BadJwtException.class);
  }
}
