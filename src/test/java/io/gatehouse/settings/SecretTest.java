package io.gatehouse.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // setting      | given    | good
        "one            | one      | true",
        "one            | One      | false",
        "one            | on       | false",
        "one            | onee     | false",
        "one            | ''       | false",
        "first-one,the-second | first-one | true",
        "first-one,the-second | the-second | true",
        "first-one,the-second | first-one,the-second | false",
        "first-one,the-second | the-third | false",
        "\" first-one , the-second \"| the-second | true",
        "\"one\n\"      | one      | true",
        "pässword       | pässword | true",
        "pässword       | password | false",
        "\"\"           | \"\"     | false",
      })
  void everyListedValueIsAcceptedAndNothingElse(String setting, String given, boolean good) {
    Secret secret = TestSecrets.from(Map.of("acme.token", setting)).named("acme.token");

    assertThat(secret.matches(given)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "acme.secret     | aa-long-secret-part,b | acme.secret lists a value of fewer than 8 characters",
        "acme.secret     | Ab3$x,9                | acme.secret lists a value of fewer than 3 characters",
        "acme.secret     | a-long-secret,         | acme.secret lists an empty value",
        "acme.secret     | ,a-long-secret         | acme.secret lists an empty value",
        "acme.secret     | a-long-one,,a-long-two | acme.secret lists an empty value",
        "acme.username   | one,                   | acme.username lists an empty value",
        "acme.secret     | a-long-${acme}-secret  | acme.secret: what is set holds ${…}",
        "acme.secret     | pÃ¤ssword              | acme.secret is UTF-8 that was read as ISO 8859-1",
        "acme.secret     | p\uFFFDssword          | acme.secret is not written in UTF-8",
        "acme.secret     | a\u0007b               | acme.secret holds a control character",
      })
  void whatCannotBeMeantIsToldWithoutBeingRepeated(String name, String text, String sentence) {
    Secrets secrets = TestSecrets.from(Map.of(name, text));

    assertThatThrownBy(() -> secrets.named(name))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme.basic.username   | a-long-name,bo",
        "acme.oauth2.client-id | a-long-client-id,id",
        "acme.secret           | short,brief",
        "acme.secret           | a-long-secret,another-long-one",
      })
  void namesAndThrowAwayValuesMayBeShort(String name, String text) {
    assertThat(TestSecrets.from(Map.of(name, text)).named(name).values()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "abc+def/ghi==, abc def/ghi==, true",
    "abc+def/ghi==, abc+def/ghi==, true",
    "two words,     two words,     true",
    "abc+def,       abcdef,        false",
    "two words,     two+words,     false",
  })
  void aPlusSignInAUrlMayHaveBecomeASpace(String secret, String given, boolean good) {
    assertThat(TestSecrets.accepting(secret).matchesParameter(given)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({
    "pässword, pässword,  true",
    "pässword, pÃ¤ssword, true",
    "pässword, passwort,  false",
    "password, password,  true",
  })
  void aHeaderMayHoldASecretInEitherEncoding(String secret, String given, boolean good) {
    assertThat(TestSecrets.accepting(secret).matchesHeader(given)).isEqualTo(good);
  }

  @Test
  void theValueListedFirstIsThePreferredOne() {
    Secret secret =
        TestSecrets.from(Map.of("acme.token", "a-new-one,an-old-one")).named("acme.token");

    assertThat(secret.values()).containsExactly("a-new-one", "an-old-one");
  }

  @Test
  void aSecretThatIsNotSetMatchesNothing() {
    Secret secret = TestSecrets.from(Map.of()).named("acme.token");

    assertThat(secret.isEmpty()).isTrue();
    assertThat(secret.matches("")).isFalse();
  }

  @Test
  void aSecretPrintsAsStars() {
    assertThat(TestSecrets.accepting("canary")).hasToString("***");
  }

  @Test
  void aReferenceLeadsToTheSecret() {
    Secrets secrets = TestSecrets.from(Map.of("acme.token", "one"));

    assertThat(secrets.resolve("secret:acme.token").matches("one")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary", "", "secret:", "SECRET:acme.token", "{{acme.token}}"})
  void aValueInPlaceOfAReferenceIsRefusedWithoutBeingRepeated(String text) {
    Secrets secrets = TestSecrets.from(Map.of());

    assertThatThrownBy(() -> secrets.resolve(text))
        .isInstanceOf(BadSettingException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void aMissingSecretIsReportedByItsPropertyAndVariable() {
    SecretFunction function = new SecretFunction(TestSecrets.from(Map.of()));

    assertThatThrownBy(() -> function.apply("ondato.oauth2.client-id"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll(
            "ondato.oauth2.client-id is not set",
            "ONDATO_OAUTH2_CLIENT_ID",
            "ondato.enabled=false");
  }

  @Test
  void aRouteGetsAReferenceInsteadOfTheValue() {
    SecretFunction function = new SecretFunction(TestSecrets.from(Map.of("acme.token", "canary")));

    assertThat(function.apply("acme.token")).isEqualTo("secret:acme.token");
    assertThat(function.apply("?acme.other")).isEqualTo("secret:acme.other");
  }
}
