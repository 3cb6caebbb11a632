package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptorTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:61616,  127.0.0.1, 61616",
    "0.0.0.0:0,        0.0.0.0,   0",
    "localhost:65535,  localhost, 65535",
    "[::1]:61616,      ::1,       61616",
    "[::]:5672,        ::,        5672",
  })
  void aHostAndAPortAreRead(String text, String host, int port) {
    assertThat(Acceptor.parse(text)).isEqualTo(new Acceptor(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "61616", ":61616", "127.0.0.1", "127.0.0.1:", "127.0.0.1:many", "127.0.0.1:-1",
        "127.0.0.1:65536", "127.0.0.1:99999", "::1:61616", "tcp://127.0.0.1:61616", "a b:1", "[]:1"
      })
  void anythingElseIsRefusedWithTheSetting(String text) {
    assertThatThrownBy(() -> Acceptor.parse(text))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("gatehouse.broker.acceptor: \"" + text + "\" is not host:port");
  }
}
