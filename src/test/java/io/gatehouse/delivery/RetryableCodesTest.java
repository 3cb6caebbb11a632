package io.gatehouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.delivery.ResponseCheck.RetryableCodes;
import io.gatehouse.settings.BadSettingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes of a refusal that ask for another attempt. */
class RetryableCodesTest {

  private static final RetryableCodes CODES =
      RetryableCodes.parse("UNABLE_TO_LOCK_ROW, row.busy ,422,");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400 | [{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"fields\":[]}] | true",
        "400 | <code>UNABLE_TO_LOCK_ROW</code>                        | true",
        "404 | row.busy                                               | true",
        "422 | {}                                                     | true",
        "422 | ``                                                     | true",
        "400 | {\"code\":\"UNABLE_TO_LOCK_ROW_2\"}                    | false",
        "400 | {\"code\":\"unable_to_lock_row\"}                      | false",
        "400 | {\"code\":422}                                         | false",
        "400 | ``                                                     | false",
      })
  void aCodeIsAWordOfTheAnswerOrTheStatus(int status, String answer, boolean again) {
    assertThat(CODES.areIn(status, answer)).isEqualTo(again);
    assertThat(RetryableCodes.parse("").areIn(status, answer)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a", "UNABLE,{}", "ünable", "a=b"})
  void whatIsNoCodeIsToldWithTheParameter(String text) {
    assertThatThrownBy(() -> RetryableCodes.parse(text))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("again: ")
        .hasMessageContaining("such as UNABLE_TO_LOCK_ROW");
  }
}
