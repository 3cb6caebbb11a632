package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.kubernetes.Overlay.Manifest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each object of an overlay is one that Kubernetes accepts. */
class ManifestsTest {

  @ParameterizedTest
  @CsvSource({
    "dev,  ConfigMap Deployment Namespace NetworkPolicy PersistentVolumeClaim Secret Service ServiceAccount",
    "prod, ActiveMQArtemis Certificate ConfigMap Deployment HorizontalPodAutoscaler Ingress Namespace NetworkPolicy PersistentVolumeClaim PodDisruptionBudget PrometheusRule ScaledObject Secret Service ServiceAccount ServiceMonitor"
  })
  void hasFieldsThatExistAndNoOthers(String overlay, String kinds) {
    assertThat(Overlay.of(overlay).manifests().stream().map(Manifest::kind).distinct())
        .containsExactlyInAnyOrder(kinds.split(" "));
  }

  @ParameterizedTest(name = "{0} {2}: {3}")
  @CsvSource({
    "Deployment,      /spec,                            replica,          3",
    "Deployment,      /spec/template/spec/containers/0, readinessprobe,   3",
    "Deployment,      /spec/template/spec/containers/0, name,             3",
    "Deployment,      /spec/template/spec,              enableServiceLinks, 3",
    "Service,         /spec/ports/0,                    port,             a text",
    "NetworkPolicy,   /spec,                            policyType,       3",
    "PrometheusRule,  /spec/groups/0/rules/0,           severity,         a text",
    "ScaledObject,    /spec/triggers/0/metadata,        threshold,        3",
    "ScaledObject,    /spec,                            minReplicas,      3",
    "ActiveMQArtemis, /spec/deploymentPlan,             replicas,         3",
    "Certificate,     /spec,                            secret,           a text",
    "Ingress,         /metadata,                        annotation,       a text",
  })
  void aFieldThatDoesNotExistAndAValueOfAnotherTypeAreNoticed(
      String kind, String place, String field, String value) {
    JsonNode document =
        Overlay.documents("prod").stream()
            .filter(one -> one.path("kind").asText().equals(kind))
            .findFirst()
            .orElseThrow();
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ((ObjectNode) document.at(place))
        .set(field, value.equals("3") ? nodes.numberNode(3) : nodes.textNode(value));

    assertThatThrownBy(() -> Models.read(document)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"dev, gatehouse-dev", "prod, gatehouse"})
  void isInTheOverlaysNamespace(String overlay, String namespace) {
    assertThat(Overlay.of(overlay).manifests())
        .filteredOn(manifest -> !manifest.kind().equals("Namespace"))
        .allSatisfy(manifest -> assertThat(manifest.namespace()).isEqualTo(namespace));
    assertThat(Overlay.of(overlay).manifests())
        .filteredOn(manifest -> manifest.kind().equals("Namespace"))
        .extracting(Manifest::name)
        .containsExactly(namespace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void hasANameThatNoOtherOfItsKindHas(String overlay) {
    assertThat(Overlay.of(overlay).manifests())
        .extracting(manifest -> manifest.kind() + " " + manifest.name())
        .doesNotHaveDuplicates();
  }
}
