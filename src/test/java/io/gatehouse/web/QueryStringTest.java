package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameters of a request's query. */
class QueryStringTest {

  @ParameterizedTest
  @CsvSource({
    "key=secret, secret",
    "a=1&key=secret&b=2, secret",
    "key=a%2Fb, a/b",
    "key=a+b, a b",
    "k%65y=secret, secret",
    "key=%C3%A5, å",
    "key=a=b, a=b",
    "key=, ''",
    "key, ''",
    "key=100%, 100%",
    "key=%zz, %zz",
  })
  void aValueIsDecodedAndABrokenEscapeStays(String query, String value) {
    assertThat(QueryString.parse(query).values("key")).containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource({"''", "a=1", "KEY=secret", "=secret", "other=key"})
  void aParameterThatIsNotThereHasNoValue(String query) {
    assertThat(QueryString.parse(query).values("key")).isEmpty();
  }

  @Test
  void thereMayBeNoQuery() {
    assertThat(QueryString.parse(null).values("key")).isEmpty();
  }

  @Test
  void eachValueOfARepeatedParameterIsKeptInItsOrder() {
    assertThat(QueryString.parse("key=b&x=1&key=a&key=c").values("key"))
        .containsExactly("b", "a", "c");
  }
}
