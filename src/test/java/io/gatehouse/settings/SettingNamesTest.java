package io.gatehouse.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingNamesTest {

  private static final SettingNames NAMES =
      new SettingNames(
          List.of(
              "gatehouse.http.most-in-flight",
              "gatehouse.trusted-proxies",
              "gatehouse.oauth2.vendors"));

  /** Names and variables that a process has, and no others. */
  private static StandardEnvironment environment(String property, String variable) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .forEach(s -> environment.getPropertySources().remove(s.getName()));
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource("test", property.isEmpty() ? Map.of() : Map.of(property, "x")));
    environment
        .getPropertySources()
        .addLast(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                variable.isEmpty() ? Map.of() : Map.of(variable, "x")));
    return environment;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gatehouse.http.most-in-flight",
        "gatehouse.http.mostInFlight",
        "gatehouse.http.most_in_flight",
        "gatehouse.oauth2.vendors[0]",
        "some.other-name"
      })
  void aNameIsKnownInEachWayInWhichSpringTakesIt(String name) {
    assertThatCode(() -> SettingsValidator.checkNames(environment(name, ""), NAMES))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GATEHOUSE_HTTP_MOSTINFLIGHT",
        "GATEHOUSE_HTTP_MOST_IN_FLIGHT",
        "gatehouse_http_most_in_flight",
        "GATEHOUSE_OAUTH2_VENDORS_0",
        // Of Services named gatehouse, gatehouse-broker and gatehouse-gateway.
        "GATEHOUSE_PORT",
        "GATEHOUSE_SERVICE_HOST",
        "GATEHOUSE_SERVICE_PORT",
        "GATEHOUSE_SERVICE_PORT_HTTP",
        "GATEHOUSE_PORT_8080_TCP",
        "GATEHOUSE_PORT_8080_TCP_ADDR",
        "GATEHOUSE_PORT_8080_TCP_PROTO",
        "GATEHOUSE_BROKER_PORT",
        "GATEHOUSE_BROKER_SERVICE_PORT_AMQP",
        "GATEHOUSE_GATEWAY_PORT_8081_TCP_PORT",
        "GATEHOUSE",
        "PATH"
      })
  void aVariableIsKnownInEachWayAndThoseOfKubernetesAreLeftAlone(String variable) {
    assertThatCode(() -> SettingsValidator.checkNames(environment("", variable), NAMES))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "gatehouse.http.most-in-fligth, '', 'gatehouse.http.most-in-fligth: there is no such setting; did you mean gatehouse.http.most-in-flight?'",
    "gatehouse.http.most, '', 'gatehouse.http.most: there is no such setting; take it away'",
    "'', GATEHOUSE_TRUSTED_PROXY, 'GATEHOUSE_TRUSTED_PROXY: there is no such environment variable; did you mean GATEHOUSE_TRUSTED_PROXIES?'",
    "'', GATEHOUSE_HTTP_MOSTINFLIHT, did you mean GATEHOUSE_HTTP_MOST_IN_FLIGHT?",
    "'', GATEHOUSE_HOME_DIR, 'GATEHOUSE_HOME_DIR: there is no such environment variable; take it away'",
  })
  void anyOtherStopsTheStartAndNamesWhatMayBeMeant(String name, String variable, String sentence) {
    assertThatThrownBy(() -> SettingsValidator.checkNames(environment(name, variable), NAMES))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining(sentence);
  }
}
