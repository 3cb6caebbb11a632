package io.gatehouse.auth;

import static io.gatehouse.settings.TestSecrets.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.webhook.FakeWebhook;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacCredentialTest {

  private static final String HEADER = "X-Digest";
  private static final String NAMED_IN = "X-Digest-Alg";

  // printf '{}' | openssl dgst -sha256 -hmac signing-secret, and so on
  private static final String SHA1 = "bea95b1470a6ea8fac11d9720a17ecd71bf4b097";
  private static final String SHA256 =
      "e80fb01f117f74346942fc474804e2a087577b66d90fc24cf0b9cf68af13af1a";
  private static final String SHA512 =
      "35b1489dbce0469a912b84e0178220532afa88201fc21a99d7b178419d5c30d4"
          + "e109ba38bc87e807cbe27d71cf3cec3958aeb55d30a60159899a87d183dd9de6";

  @ParameterizedTest
  @CsvSource({
    "sha256,        " + SHA256 + ", true",
    "sha512,        " + SHA512 + ", true",
    "'sha256,sha512', " + SHA256 + ", true",
    "'sha256,sha512', " + SHA512 + ", true",
    "'sha256,sha512', " + SHA1 + ", false",
    "sha512,        " + SHA256 + ", false",
    "sha1,          " + SHA1 + ", true",
  })
  void aSignatureMadeElsewhereIsGoodIfItsAlgorithmIsListed(
      String algorithms, String signature, boolean proven) {
    assertThat(plain(algorithms).provenBy(signed(signature))).isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA256_HEX, " + SHA256 + ", true",
    "HMAC_SHA512_HEX, " + SHA512 + ", true",
    "HMAC_SHA512_HEX, " + SHA256 + ", false",
    "HMAC_SHA256_HEX, " + SHA512 + ", false",
    "HMAC_SHA1_HEX,   " + SHA1 + ", false",
    "HMAC_SHA256_HEX, " + SHA1 + ", false",
    "none,            " + SHA256 + ", false",
    "'',              " + SHA256 + ", false",
  })
  void whereAHeaderNamesTheAlgorithmItMustBeTheSignatures(
      String name, String signature, boolean proven) {
    assertThat(named().provenBy(signed(signature).withHeader(NAMED_IN, name))).isEqualTo(proven);
  }

  @Test
  void whereAHeaderNamesTheAlgorithmItMustBeThereOnce() {
    assertThat(named().provenBy(signed(SHA256))).isFalse();
    assertThat(
            named()
                .provenBy(
                    signed(SHA256).withHeader(NAMED_IN, "sha256").withHeader(NAMED_IN, "sha256")))
        .isFalse();
  }

  @Test
  void whileRotatingEveryListedSecretIsGood() {
    Credential.Hmac rotating =
        new Credential.Hmac(
            HEADER, "", HmacAlgorithm.listed("sha256"), accepting("new-secret", "signing-secret"));
    Credential.Hmac rotated =
        new Credential.Hmac(HEADER, "", HmacAlgorithm.listed("sha256"), accepting("new-secret"));

    assertThat(rotating.provenBy(signed(SHA256))).isTrue();
    assertThat(rotated.provenBy(signed(SHA256))).isFalse();
  }

  @Test
  void theHexMayBeInUpperCaseAndSpacesMayStandAroundIt() {
    assertThat(plain("sha256").provenBy(signed(" " + SHA256.toUpperCase(Locale.ROOT) + " ")))
        .isTrue();
  }

  @Test
  void everyBitOfTheSignatureCounts() {
    for (int bit = 0; bit < 256; bit++) {
      byte[] signature = HexFormat.of().parseHex(SHA256);
      signature[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(plain("sha256").provenBy(signed(HexFormat.of().formatHex(signature)))).isFalse();
    }
  }

  @Test
  void theSignatureIsOfThisBodyOnly() {
    assertThat(plain("sha256").provenBy(FakeWebhook.withBody("{ }").withHeader(HEADER, SHA256)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "0", "sha256=" + SHA256, SHA256 + "00", SHA256 + "," + SHA256, "ＡＢ"})
  void anythingElseProvesNothing(String header) {
    assertThat(plain("sha256,sha512").provenBy(signed(header))).isFalse();
  }

  @Test
  void withoutTheHeaderOrWithTwoNothingIsProven() {
    assertThat(plain("sha256").provenBy(FakeWebhook.withBody("{}"))).isFalse();
    assertThat(plain("sha256").provenBy(signed(SHA256).withHeader(HEADER, SHA256))).isFalse();
  }

  private static Credential.Hmac plain(String algorithms) {
    return new Credential.Hmac(
        HEADER, "", HmacAlgorithm.listed(algorithms), accepting("signing-secret"));
  }

  private static Credential.Hmac named() {
    return new Credential.Hmac(
        HEADER, NAMED_IN, HmacAlgorithm.listed("sha256,sha512"), accepting("signing-secret"));
  }

  private static FakeWebhook signed(String signature) {
    return FakeWebhook.withBody("{}").withHeader(HEADER, signature);
  }
}
