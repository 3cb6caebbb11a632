package io.gatehouse.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class ApiSettingsTest {

  private final MockEnvironment environment =
      new MockEnvironment().withProperty("acme.api.base-url", "https://api.acme.example/v1");
  private final ApiSettings settings = new ApiSettings(environment);

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "acme.api.base-url,            ftp://api.acme.example",
    "acme.api.base-url,            api.acme.example",
    "acme.api.base-url,            https://api.acme.example/",
    "acme.api.base-url,            https://user@api.acme.example",
    "acme.api.base-url,            https://api.acme.example?x=y",
    "acme.api.base-url,            https://api acme",
    "acme.api.events-url,          http://gate.example/",
    "acme.api.events-url,          https://gate.example/#there",
    "acme.api.events-url,          https://user@gate.example/",
    "acme.api.events-url,          https://gåte.example/",
    "acme.api.events-url,          gate.example",
    "acme.api.register-at-start,   yes",
  })
  void aBadSettingIsNamed(String name, String value) {
    environment.setProperty(name, value);

    assertThatThrownBy(() -> settings.check("acme", List.of("events")))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith(name + " must be ")
        .hasMessageNotContaining(value);
  }

  @Test
  void whatIsToBeRegisteredAtTheStartHasToBeSet() {
    environment.setProperty("acme.api.register-at-start", "true");

    assertThatThrownBy(() -> settings.check("acme", List.of("events")))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("acme.api.events-url is not set")
        .hasMessageContaining("ACME_API_EVENTS_URL");
  }

  @Test
  void whatIsNotSetIsNotMissedOtherwise() {
    assertThatCode(() -> settings.check("acme", List.of("events"))).doesNotThrowAnyException();
    assertThat(settings.url("acme", "events")).isEmpty();
    assertThat(settings.isToRegisterAtStart("acme")).isFalse();
  }
}
