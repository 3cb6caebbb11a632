package io.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacAlgorithmTest {

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA1_HEX,   SHA1",
    "HMAC_SHA256_HEX, SHA256",
    "HMAC_SHA512_HEX, SHA512",
    "hmac_sha256_hex, SHA256",
    "HMAC-SHA256,     SHA256",
    "HmacSHA384,      SHA384",
    "sha256,          SHA256",
    "SHA-512,         SHA512",
  })
  void vendorsWriteTheNamesInManyWays(String word, HmacAlgorithm algorithm) {
    assertThat(HmacAlgorithm.named(word)).contains(algorithm);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "sha", "sha2", "sha2560", "md5", "none", "HMAC_SHA256_BASE64", "sha256,"})
  void anyOtherWordNamesNone(String word) {
    assertThat(HmacAlgorithm.named(word)).isEmpty();
  }

  @Test
  void aRouteFileListsWhichAreAccepted() {
    assertThat(HmacAlgorithm.listed("sha512, sha256"))
        .containsExactly(HmacAlgorithm.SHA256, HmacAlgorithm.SHA512);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "md5", "sha256,", "sha256;sha512", "HMAC_SHA256_HEX"})
  void aListThatNamesAnythingElseIsRefusedInOneSentence(String list) {
    assertThatThrownBy(() -> HmacAlgorithm.listed(list))
        .isInstanceOf(BadSettingException.class)
        .hasMessageEndingWith("is none of sha256, sha384, sha512 and sha1.");
  }
}
