package io.gatehouse.httpclient;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs may be called. */
class UrlRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://crm.example",
        "https://crm.example:8443/events?version=2",
        "https://[2001:db8::1]/events",
        "http://localhost:8080/events",
        "http://crm.internal/events",
      })
  void aPlaceOnTheWebIsAccepted(String url) {
    assertThatCode(() -> UrlRules.check("crm.url", url)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "crm.example",
        "/events",
        "https:///events",
        "ftp://crm.example/events",
        "file:/etc/passwd",
        "log:crm",
        "https://user:hunter2@crm.example/",
        "https://crm.example/#part",
        "https://crm.example/a b",
      })
  void anythingElseIsNotAndTheSentenceNamesTheSettingWithoutItsValue(String url) {
    assertThatThrownBy(() -> UrlRules.check("crm.url", url))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("crm.url: what is set is no address")
        .hasMessageNotContainingAny("crm.example", "hunter2", "passwd");
  }
}
