package io.gatehouse.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.attacks.ForwardedFor.Chain;
import io.gatehouse.gateway.Gateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway with a deliberate weakness must fail the checks that the other tests rely on. */
class OpenGateTest {

  /** What Tomcat and Spring treat as a proxy by default. */
  private static final String DEFAULT_PROXIES =
      "10.0.0.0/8,192.168.0.0/16,169.254.0.0/16,127.0.0.0/8,100.64.0.0/10,172.16.0.0/12,::1,fe80::/10,fc00::/7";

  @Test
  void aGatewayThatTakesHeadersAsCamelDoesByDefaultIsFoundOut() throws Exception {
    try (Gateway open = open(OpenGate.DEFAULT_HEADERS)) {
      OutsideNames.Findings findings = new OutsideNames(open).sendEach(OutsideNames.usual());

      assertThat(findings.breaches())
          .containsKeys(
              "no forged name",
              "query Authorization",
              "header Idempotency-Key",
              "query cloudEvents_time",
              "query _AMQ_SCHED_DELIVERY");
    }
  }

  @Test
  void aGatewayThatOpensGzippedBodiesIsFoundOut() {
    try (Gateway open = open(OpenGate.GZIP)) {
      List<String> breaches = EncodedBodies.breaches(open, "gzip");

      assertThat(breaches).contains("a gzipped event was answered 200", "an event is on the bus");
    }
  }

  @Test
  void aGatewayThatTrustsEveryPrivateAddressIsFoundOut() throws Exception {
    try (Gateway open =
        Gateway.start(
            Map.of(
                "gatehouse.trusted-proxies",
                DEFAULT_PROXIES,
                "kompliant.sources",
                ForwardedFor.SOURCES))) {
      List<String> wrong =
          ForwardedFor.chains().stream()
              .filter(chain -> chain.answerOf(open) != chain.status())
              .map(Chain::text)
              .toList();

      assertThat(wrong).contains(ForwardedFor.ALLOWED + ", 10.2.0.1");
      assertThat(ForwardedFor.believed(open)).contains(ForwardedFor.ALLOWED);
    }
  }

  @Test
  void aGatewayWhoseContainerReadsTheHeaderByItselfIsFoundOut() {
    try (Gateway open =
        Gateway.start(
            Map.of(
                "gatehouse.trusted-proxies", "",
                "server.forward-headers-strategy", "native",
                "kompliant.sources", ForwardedFor.SOURCES))) {
      assertThat(ForwardedFor.believed(open)).contains(ForwardedFor.ALLOWED);
    }
  }

  private static Gateway open(String gate) {
    return Gateway.start(Map.of("spring.profiles.active", gate));
  }
}
