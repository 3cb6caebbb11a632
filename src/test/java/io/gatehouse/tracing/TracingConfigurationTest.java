package io.gatehouse.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class TracingConfigurationTest {

  private static Tracing with(String setting, String value, double share) {
    MockEnvironment environment = new MockEnvironment();
    environment.setProperty(setting, value);
    return new TracingConfiguration().tracing(environment, "gatehouse", share);
  }

  @Test
  void withoutACollectorNothingIsTraced() {
    assertThat(with("management.otlp.tracing.endpoint", " ", 1)).isSameAs(Tracing.NONE);
    assertThat(Tracing.NONE.webhook("argos").isTraced()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "tcp://collector:4317", "nothing at all"})
  void anEndpointThatIsNoneStopsTheStart(String endpoint) {
    assertThatThrownBy(() -> with("management.otlp.tracing.endpoint", endpoint, 1))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("management.otlp.tracing.endpoint: what is set is no address")
        .hasMessageNotContaining(endpoint);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareThatIsNoneStopsTheStart(double share) {
    assertThatThrownBy(() -> with("otel.exporter.otlp.endpoint", "http://127.0.0.1:1", share))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("is no share from 0 to 1");
  }

  @ParameterizedTest
  @CsvSource({
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00, true",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01, false",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01, false",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01, false",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x, false",
    "nonsense, false",
  })
  void aTraceparentIsReadStrictly(String text, boolean good) {
    assertThat(Traceparent.parse(text).isPresent()).isEqualTo(good);
  }

  @Test
  void aNewTraceparentIsOneThatCanBeRead() {
    String fresh = TraceStage.UNTRACED.traceparent();

    assertThat(Traceparent.parse(fresh).map(Traceparent::toString)).contains(fresh);
  }
}
