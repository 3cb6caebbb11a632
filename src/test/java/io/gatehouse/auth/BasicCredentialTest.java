package io.gatehouse.auth;

import static io.gatehouse.settings.TestSecrets.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.webhook.FakeWebhook;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialTest {

  private final Credential.Basic plain = credential("ondato", "s3cret");

  @ParameterizedTest
  @CsvSource({
    // user,    password,       what is sent,        proven
    "ondato,    s3cret,         ondato:s3cret,        true",
    "ondato,    s3cret,         ondato:S3cret,        false",
    "ondato,    s3cret,         Ondato:s3cret,        false",
    "ondato,    s3cret,         ondato:,              false",
    "ondato,    s3cret,         :s3cret,              false",
    "ondato,    s3cret,         :,                    false",
    "ondato,    s3cret,         '',                   false",
    "ondato,    s3cret,         ondato,               false",
    "ondato,    s3cret,         ondatos3cret,         false",
    "ondato,    s3cret,         ondato:s3cret:,       false",
    "ondato,    s3:cr:et,       ondato:s3:cr:et,      true",
    "ondato,    s3:cr:et,       ondato:s3,            false",
    "ondato,    :,              ondato::,             true",
    "ondato,    s3cret,         'ondato:s3cret ',     false",
    "ondato,    s3cret,         'ondato: s3cret',     false",
    "jürgen,    pässwörd€,      jürgen:pässwörd€,     true",
    "jürgen,    pässwörd€,      jurgen:password,      false",
  })
  void userAndPasswordMustBothBeRight(String user, String password, String sent, boolean proven) {
    assertThat(credential(user, password).provenBy(sending(sent, StandardCharsets.UTF_8)))
        .isEqualTo(proven);
  }

  @Test
  void theCharsetIsUtf8AsTheChallengeSays() {
    Credential.Basic umlauts = credential("jürgen", "pässwörd");

    assertThat(umlauts.provenBy(sending("jürgen:pässwörd", StandardCharsets.UTF_8))).isTrue();
    assertThat(umlauts.provenBy(sending("jürgen:pässwörd", StandardCharsets.ISO_8859_1))).isFalse();
    assertThat(umlauts.challenge()).contains("charset=\"UTF-8\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ondato:s3cret\u0000",
        "ondato\u0000:s3cret",
        "ondato:s3cret\r\n",
        "\tondato:s3cret"
      })
  void controlCharactersAreNotOverlooked(String sent) {
    assertThat(plain.provenBy(sending(sent, StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void paddingMayBeMissing() {
    String padded =
        Base64.getEncoder().encodeToString("ondato:s3cret!".getBytes(StandardCharsets.UTF_8));
    Credential.Basic credential = credential("ondato", "s3cret!");

    assertThat(padded).endsWith("=");
    assertThat(credential.provenBy(authorized("Basic " + padded))).isTrue();
    assertThat(credential.provenBy(authorized("Basic " + padded.replace("=", "")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic b25kYXRvOnMzY3JldA=",
        "Basic b25kYXRvOnMzY3JldA===",
        "Basic b25kYXRvOnMz Y3JldA==",
        "Basic b25kYXRvOnMzY3JldA==,",
        "Basic b25kYXRvOnMzY3JldA==\u0000",
        "Basic =",
        "Basic ondato:s3cret",
        "Basic ",
        "Basic",
        "b25kYXRvOnMzY3JldA==",
        "Bearer b25kYXRvOnMzY3JldA==",
      })
  void whatIsNoBase64AfterTheWordBasicProvesNothing(String header) {
    assertThat(plain.provenBy(authorized("Basic b25kYXRvOnMzY3JldA=="))).isTrue();

    assertThat(plain.provenBy(authorized(header))).isFalse();
  }

  @Test
  void whileRotatingEveryListedPasswordIsGood() {
    Credential.Basic rotating = new Credential.Basic(accepting("ondato"), accepting("new", "old"));

    assertThat(rotating.provenBy(sending("ondato:new", StandardCharsets.UTF_8))).isTrue();
    assertThat(rotating.provenBy(sending("ondato:old", StandardCharsets.UTF_8))).isTrue();
    assertThat(rotating.provenBy(sending("ondato:older", StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void twoHeadersProveNothing() {
    FakeWebhook webhook =
        sending("ondato:s3cret", StandardCharsets.UTF_8).withHeader("Authorization", "token x");

    assertThat(plain.provenBy(webhook)).isFalse();
  }

  private static Credential.Basic credential(String user, String password) {
    return new Credential.Basic(accepting(user), accepting(password));
  }

  private static FakeWebhook sending(String pair, Charset charset) {
    return authorized("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(charset)));
  }

  private static FakeWebhook authorized(String header) {
    return FakeWebhook.empty().withHeader("Authorization", header);
  }
}
