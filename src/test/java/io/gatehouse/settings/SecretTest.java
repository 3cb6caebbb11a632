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
        "one,two        | one      | true",
        "one,two        | two      | true",
        "one,two        | one,two  | false",
        "one,two        | three    | false",
        "\" one , two \"| two      | true",
        "\"one\n\"      | one      | true",
        "pässword       | pässword | true",
        "pässword       | password | false",
        "one,,two       | \"\"     | false",
        "\"\"           | \"\"     | false",
        "\",\"          | \",\"    | false",
      })
  void everyListedValueIsAcceptedAndNothingElse(String setting, String given, boolean good) {
    Secret secret = TestSecrets.from(Map.of("acme.token", setting)).named("acme.token");

    assertThat(secret.matches(given)).isEqualTo(good);
  }

  @Test
  void theValueListedFirstIsThePreferredOne() {
    Secret secret = TestSecrets.from(Map.of("acme.token", "new,old")).named("acme.token");

    assertThat(secret.values()).containsExactly("new", "old");
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
