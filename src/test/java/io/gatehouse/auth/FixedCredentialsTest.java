package io.gatehouse.auth;

import static io.gatehouse.settings.TestSecrets.accepting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secret;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and keys that change by rotation only. */
class FixedCredentialsTest {

  private static final Secret SECRET = accepting("new-s3cret", "old-s3cret");

  private final Credential token = new Credential.Token("token", SECRET);
  private final Credential key = new Credential.Key("key", SECRET);

  @ParameterizedTest
  @CsvSource({
    "token new-s3cret,             true",
    "token old-s3cret,             true",
    "TOKEN   new-s3cret,           true",
    "token NEW-S3CRET,             false",
    "token new-s3cre,              false",
    "token new-s3crett,            false",
    "'token new-s3cret,old-s3cret', false",
    "token new-s3cret old-s3cret,  false",
    "Bearer new-s3cret,            false",
    "new-s3cret,                   false",
    "token ***,                    false",
    "token,                        false",
  })
  void aTokenProvesTheSenderWhenItIsOneOfTheSecrets(String header, boolean proven) {
    FakeWebhook webhook = FakeWebhook.empty().withHeader("Authorization", header);

    assertThat(token.provenBy(webhook)).isEqualTo(proven);
  }

  @ParameterizedTest
  @ValueSource(strings = {"new-s3cret", "old-s3cret"})
  void aKeyProvesTheSenderWhenItIsOneOfTheSecrets(String given) {
    assertThat(key.provenBy(FakeWebhook.empty().withQuery("key", given))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "new-s3cret ", " new-s3cret", "NEW-S3CRET", "new-s3cret\u0000"})
  void anyOtherKeyProvesNothing(String given) {
    assertThat(key.provenBy(FakeWebhook.empty().withQuery("key", given))).isFalse();
  }

  @Test
  void aKeyGivenTwiceProvesNothing() {
    FakeWebhook webhook =
        FakeWebhook.empty().withQuery("key", "new-s3cret").withQuery("key", "new-s3cret");

    assertThat(key.provenBy(webhook)).isFalse();
  }

  /** A sender that uses the URL unescaped; the container turns each plus sign into a space. */
  @Test
  void aKeyWithPlusSignsIsTakenAsItStandsInTheUrl() {
    Credential.Key base64 = new Credential.Key("key", accepting("abc+def/ghi=="));

    assertThat(base64.provenBy(FakeWebhook.empty().withQuery("key", "abc def/ghi=="))).isTrue();
    assertThat(base64.provenBy(FakeWebhook.empty().withQuery("key", "abc+def/ghi=="))).isTrue();
    assertThat(base64.provenBy(FakeWebhook.empty().withQuery("key", "abcdef/ghi=="))).isFalse();
  }

  @Test
  void aKeyUnderAnotherNameProvesNothing() {
    assertThat(key.provenBy(FakeWebhook.empty().withQuery("Key", "new-s3cret"))).isFalse();
    assertThat(key.provenBy(FakeWebhook.empty().withHeader("key", "new-s3cret"))).isFalse();
  }

  @Property
  void noTextButTheSecretProvesTheSender(@ForAll String given) {
    Assume.that(!SECRET.values().contains(given));

    assertThat(key.provenBy(FakeWebhook.empty().withQuery("key", given))).isFalse();
  }

  @Test
  void whereNoSecretIsSetNothingProvesTheSender() {
    FakeWebhook webhook =
        FakeWebhook.empty().withHeader("Authorization", "token ").withQuery("key", "");

    assertThat(new Credential.Token("token", accepting()).provenBy(webhook)).isFalse();
    assertThat(new Credential.Key("key", accepting()).provenBy(webhook)).isFalse();
  }

  @Test
  void aStepThatDoesNotSayWhereItsSecretIsFails() {
    RequireSecret nowhere = new RequireSecret();

    assertThatThrownBy(nowhere::credentials)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("give scheme, parameter or header");
  }

  @Test
  void oneProofOfSeveralVouchesForTheWebhook() {
    FakeWebhook webhook = FakeWebhook.empty().withQuery("key", "old-s3cret");

    CredentialsProcessor.require(webhook, List.of(token, key));

    assertThat(webhook.authentic()).isTrue();
  }

  @Test
  void everyRefusalIsTheSameWhateverWasWrong() {
    List<FakeWebhook> wrong =
        List.of(
            FakeWebhook.empty(),
            FakeWebhook.empty().withHeader("Authorization", ""),
            FakeWebhook.empty().withHeader("Authorization", "token wrong"),
            FakeWebhook.empty().withHeader("Authorization", "Basic x"),
            FakeWebhook.empty().withQuery("key", "wrong"),
            FakeWebhook.empty().withQuery("key", "new-s3cret").withQuery("key", "old-s3cret"));

    for (FakeWebhook webhook : wrong) {
      RefusedException refused =
          catchThrowableOfType(
              RefusedException.class,
              () -> CredentialsProcessor.require(webhook, List.of(token, key)));

      assertThat(refused.problem())
          .isEqualTo(
              new Problem.Unauthorized("token realm=\"gatehouse\", key realm=\"gatehouse\""));
      assertThat(webhook.authentic()).isFalse();
    }
  }
}
