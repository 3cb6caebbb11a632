package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender's address comes from the connection, and from a proxy only where that is trusted. */
class ProxiesTest {

  private static final String ALLOWED = "3.230.141.132";
  private static final String SOURCES = ALLOWED + ",2001:db8:7::/48";

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

  private static Request event() {
    return Request.post("/webhooks/kompliant?partner_id=rockoutpay")
        .body("{\"event\":\"mbtrust_success\",\"application_id\":\"proxies\"}");
  }

  /** A line of the file. */
  record Chain(int status, String text) {

    Request in(Request request) {
      Request result = request;
      for (String value : text.split(" \\|\\| ")) {
        result = result.header("X-Forwarded-For", filled(value));
      }
      return result;
    }

    private static String filled(String value) {
      return switch (value) {
        case "(nothing)" -> "";
        // 32 hops are more than anybody has; the head of a request holds no ten thousand.
        case "(ten thousand hops)" -> ALLOWED + ",10.1.2.3".repeat(700);
        case "(one long word)" -> "1".repeat(7000);
        default -> value;
      };
    }

    @Override
    public String toString() {
      return text + " is answered " + status;
    }
  }

  static List<Chain> chains() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/attacks/proxies.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" \\| ", 2))
        .map(part -> new Chain(Integer.parseInt(part[0]), part[1]))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("chains")
  void theRightMostUntrustedHopIsTheSender(Chain chain) {
    assertThat(behindProxies.send(chain.in(event())).status()).isEqualTo(chain.status());
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
      for (String claim : List.of(ALLOWED, "2001:db8:7::1", "foo", "", ALLOWED + ", 127.0.0.1")) {
        assertThat(alone.send(event().header("X-Forwarded-For", claim)).status())
            .as(claim)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void aProxyThatIsNotTheTrustedOneIsTheSenderItself() {
    try (Gateway elsewhere =
        Gateway.start(
            Map.of(
                "gatehouse.trusted-proxies", "10.1.0.0/16",
                "kompliant.sources", "127.0.0.0/8,::1"))) {
      // The header names somebody who is not allowed, and is not read.
      Request request = event().header("X-Forwarded-For", "198.51.100.7");

      assertThat(elsewhere.send(request).status()).isEqualTo(200);
    }
  }
}
