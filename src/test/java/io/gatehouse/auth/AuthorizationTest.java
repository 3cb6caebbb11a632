package io.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.webhook.FakeWebhook;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {
        // header                 | what follows the scheme
        "'token abc'              | abc",
        "'Token abc'              | abc",
        "'TOKEN abc'              | abc",
        "'token    abc'           | abc",
        "'  token abc  '          | abc",
        "'token abc def'          | abc def",
        "'token abc, token def'   | abc, token def",
        "'tokenabc'               | nothing",
        "'token'                  | nothing",
        "'tokens abc'             | nothing",
        "'xtoken abc'             | nothing",
        "'Bearer abc'             | nothing",
        "'token=abc'              | nothing",
        "'abc'                    | nothing",
        "''                       | nothing",
      })
  void theCredentialsFollowTheSchemeWordInWhateverCase(String header, String expected) {
    FakeWebhook webhook = FakeWebhook.empty().withHeader("Authorization", header);

    assertThat(Credential.authorization(webhook.header("Authorization"), "token"))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void withoutAHeaderThereAreNoCredentials() {
    assertThat(Credential.authorization(FakeWebhook.empty().header("Authorization"), "token"))
        .isEmpty();
  }

  @Test
  void severalHeadersAreNoCredentialsEvenWhereTheyAgree() {
    FakeWebhook webhook =
        FakeWebhook.empty()
            .withHeader("Authorization", "token abc")
            .withHeader("authorization", "token abc");

    assertThat(Credential.authorization(webhook.header("Authorization"), "token")).isEmpty();
  }
}
