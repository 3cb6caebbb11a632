package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.gatehouse.kubernetes.NetworkRules.End;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect to whom. */
class NetworkTest {

  private static final String NAME = "app.kubernetes.io/name";

  private static final Map<String, End> OTHERS =
      Map.of(
          "ingress controller", pod("haproxy-controller", "kubernetes-ingress"),
          "somebody in the ingress namespace", pod("haproxy-controller", "curl"),
          "prometheus", pod("monitoring", "prometheus"),
          "grafana", pod("monitoring", "grafana"),
          "risk engine", pod("risk", "risk-engine"),
          "somebody", pod("default", "somebody"),
          "postgresql", pod("databases", "postgresql"),
          "brokers' operator", pod("activemq-artemis-operator", "operator"),
          "receiving system", new End(null, Map.of(), "203.0.113.7"),
          "internet", new End(null, Map.of(), "198.51.100.7"));

  private static End pod(String namespace, String name) {
    return new End(namespace, Map.of(NAME, name), null);
  }

  @ParameterizedTest(name = "{0} to {1}, port {2}: {3}")
  @CsvSource({
    "ingress controller,  gatehouse-gateway,   8080,  yes",
    "somebody in the ingress namespace, gatehouse-gateway, 8080, no",
    "prometheus,          gatehouse-gateway,   8080,  no",
    "somebody,            gatehouse-gateway,   8080,  no",
    "risk engine,         gatehouse-gateway,   8080,  no",
    "gatehouse-deliverer, gatehouse-gateway,   8080,  no",
    "internet,            gatehouse-gateway,   8080,  no",
    "ingress controller,  gatehouse-deliverer, 8080,  no",
    "prometheus,          gatehouse-gateway,   8081,  yes",
    "prometheus,          gatehouse-deliverer, 8081,  yes",
    "grafana,             gatehouse-gateway,   8081,  no",
    "ingress controller,  gatehouse-gateway,   8081,  no",
    "somebody,            gatehouse-gateway,   8081,  no",
    "gatehouse-gateway,   gatehouse-broker-a,  61617, yes",
    "gatehouse-deliverer, gatehouse-broker-b,  61617, yes",
    "risk engine,         gatehouse-broker-a,  61617, yes",
    "somebody,            gatehouse-broker-a,  61617, no",
    "ingress controller,  gatehouse-broker-a,  61617, no",
    "prometheus,          gatehouse-broker-a,  61617, no",
    "brokers' operator,   gatehouse-broker-a,  8161,  yes",
    "brokers' operator,   gatehouse-broker-a,  61617, no",
    "gatehouse-gateway,   gatehouse-broker-a,  8161,  no",
    "risk engine,         gatehouse-broker-a,  8161,  no",
    "gatehouse-gateway,   postgresql,          5432,  yes",
    "gatehouse-deliverer, postgresql,          5432,  yes",
    "gatehouse-broker-a,  postgresql,          5432,  no",
    "gatehouse-deliverer, receiving system,    443,   yes",
    "gatehouse-deliverer, receiving system,    80,    no",
    "gatehouse-gateway,   receiving system,    443,   no",
    "gatehouse-gateway,   internet,            443,   no",
    "gatehouse-deliverer, internet,            443,   no",
    "gatehouse-broker-a,  internet,            443,   no",
  })
  void policiesLetThroughWhatIsMeantAndNothingElse(
      String from, String to, int port, String whether) {
    assertThat(
            new NetworkRules(Overlay.of("prod"))
                .letThrough(end("prod", from), end("prod", to), port))
        .isEqualTo(whether.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({
    "somebody, gatehouse-gateway, 8080",
    "prometheus, gatehouse-gateway, 8081",
    "gatehouse-gateway, internet, 443"
  })
  void nobodyTalksToThePodOfDevNorItToAnybody(String from, String to, int port) {
    assertThat(
            new NetworkRules(Overlay.of("dev")).letThrough(end("dev", from), end("dev", to), port))
        .isFalse();
  }

  private static End end(String overlay, String name) {
    End other = OTHERS.get(name);
    return other != null
        ? other
        : new End(
            overlay.equals("dev") ? "gatehouse-dev" : "gatehouse",
            Overlay.of(overlay).podLabels().get(name),
            null);
  }

  @Test
  void theIngressPassesTheSendersAddressAndTheGatewayBelievesItsControllerOnly() {
    assertThat(Overlay.of("prod").the(Ingress.class, "gatehouse").getMetadata().getAnnotations())
        .containsEntry("haproxy.org/forwarded-for", "true");
    assertThat(SettingsTest.settings("prod", "gatehouse-gateway").get("GATEHOUSE_TRUSTED_PROXIES"))
        .isNotBlank()
        .doesNotContain("0.0.0.0/0", "::/0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void noServiceIsOpenToTheWorldByItself(String overlay) {
    assertThat(Overlay.of(overlay).all(Service.class))
        .extracting(service -> service.getSpec().getType())
        .containsOnlyNulls();
  }
}
