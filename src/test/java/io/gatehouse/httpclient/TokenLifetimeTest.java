package io.gatehouse.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a token of a receiving system is used, in seconds. */
class TokenLifetimeTest {

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      nullValues = "null",
      value = {
        "null,          900",
        "'',            900",
        "soon,          900",
        "0,             900",
        "-1,            900",
        "3600,          3600",
        "' 3600 ',      3600",
        "3600.0,        3600",
        "36e2,          3600",
        "120,           120",
        "2,             61",
        "1,             61",
        "60,            90",
        "99999999999,   86400",
        "1e999999999,   86400",
        "1e-999999999,  900",
      })
  void theDefaultIsAQuarterOfAnHourAndOfAShortLifeHalfIsUsed(String expiresIn, long seconds) {
    assertThat(ClientCredentials.TokenLifetime.seconds(expiresIn)).isEqualTo(seconds);
  }
}
