package io.gatehouse.attacks;

import static io.gatehouse.attacks.ForwardedFor.ALLOWED;
import static io.gatehouse.attacks.ForwardedFor.SOURCES;
import static io.gatehouse.attacks.ForwardedFor.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.attacks.ForwardedFor.Chain;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender's address comes from the connection, and from a proxy only if that is trusted. */
class ProxiesTest {

  private static Gateway behindProxies;

  @BeforeAll
  static void start() {
    behindProxies =
        Gateway.start(
            Map.of(
                "gatehouse.trusted-proxies",
                "127.0.0.0/8,::1,10.1.0.0/16,2001:db8:ffff::/48",
                "kompliant.sources",
                SOURCES));
  }

  @AfterAll
  static void stop() {
    behindProxies.close();
  }

  static List<Chain> chains() throws IOException {
    return ForwardedFor.chains();
  }

  @ParameterizedTest
  @MethodSource("chains")
  void theRightMostUntrustedHopIsTheSender(Chain chain) {
    assertThat(chain.answerOf(behindProxies)).isEqualTo(chain.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded: for=3.230.141.132",
        "Forwarded: for=\"[2001:db8:7::1]\"",
        "X-Real-IP: 3.230.141.132",
        "X-Client-IP: 3.230.141.132",
        "X-Cluster-Client-IP: 3.230.141.132",
        "X-Originating-IP: 3.230.141.132",
        "X-Remote-Addr: 3.230.141.132",
        "X-Forwarded: 3.230.141.132",
        "X-Forwarded-Host: 3.230.141.132",
        "X-Forwarded-By: 3.230.141.132",
        "X_Forwarded_For: 3.230.141.132",
        "X-Forwarded-For-Original: 3.230.141.132",
        "X-Original-Forwarded-For: 3.230.141.132",
        "X-Envoy-External-Address: 3.230.141.132",
        "X-Azure-ClientIP: 3.230.141.132",
        "Fastly-Client-IP: 3.230.141.132",
        "CF-Connecting-IP: 3.230.141.132",
        "True-Client-IP: 3.230.141.132",
        "Client-IP: 3.230.141.132",
        "Via: 1.1 3.230.141.132",
        "Host: 3.230.141.132"
      })
  void noOtherHeaderSaysWhoTheSenderIs(String header) {
    int colon = header.indexOf(": ");

    Request request = event().header(header.substring(0, colon), header.substring(colon + 2));

    assertThat(behindProxies.send(request).status()).isEqualTo(403);
    Request denied = request.header("X-Forwarded-For", "198.51.100.7");
    assertThat(behindProxies.send(denied).status()).isEqualTo(403);
  }

  @Test
  void theNameOfTheHeaderMayBeInAnyCase() {
    Request request = event().header("x-FORWARDED-for", ALLOWED);

    assertThat(behindProxies.send(request).status()).isEqualTo(200);
  }

  @Test
  void withoutTrustedProxiesTheHeaderIsIgnored() {
    try (Gateway alone =
        Gateway.start(Map.of("gatehouse.trusted-proxies", "", "kompliant.sources", SOURCES))) {
      assertThat(ForwardedFor.believed(alone)).isEmpty();
    }
  }

  @Test
  void aProxyThatIsNotTheTrustedOneIsTheSenderItself() {
    try (Gateway elsewhere =
        Gateway.start(
            Map.of(
                "gatehouse.trusted-proxies", "10.1.0.0/16",
                "kompliant.sources", "127.0.0.0/8,::1"))) {
      // The header names a sender that is not allowed, and is not read.
      Request request = event().header("X-Forwarded-For", "198.51.100.7");

      assertThat(elsewhere.send(request).status()).isEqualTo(200);
    }
  }
}
