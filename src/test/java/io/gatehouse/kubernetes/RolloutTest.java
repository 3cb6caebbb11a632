package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.gatehouse.kubernetes.Models.ScaledObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new version is deployed without a lost or failed request. */
class RolloutTest {

  private static final Path PROGRAM = Path.of("src/main/resources/application.yaml");

  /** How many seconds Spring Boot gives requests in flight by default. */
  private static final int REQUESTS_UNDER_WAY = 30;

  @ParameterizedTest
  @ValueSource(strings = {"gatehouse-gateway", "gatehouse-deliverer"})
  void aNewPodIsReadyBeforeAnOldOneGoes(String deployment) {
    DeploymentSpec spec = Overlay.of("prod").the(Deployment.class, deployment).getSpec();

    assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
    assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge().getIntVal()).isPositive();
    assertThat(spec.getMinReadySeconds()).isPositive();
  }

  @Test
  void thereAreSeveralOfEachAndTheAutoscalersSayHowMany() {
    Overlay overlay = Overlay.of("prod");

    assertThat(overlay.all(Deployment.class))
        .extracting(deployment -> deployment.getSpec().getReplicas())
        .containsOnlyNulls();
    assertThat(
            overlay
                .the(HorizontalPodAutoscaler.class, "gatehouse-gateway")
                .getSpec()
                .getMinReplicas())
        .isGreaterThanOrEqualTo(2);
    assertThat(overlay.the(ScaledObject.class, "gatehouse-deliverer").spec().minReplicaCount())
        .isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gatehouse-gateway", "gatehouse-deliverer"})
  void anOldPodServesUntilNobodyAsksAndThenHasTheTimeToFinish(String deployment)
      throws IOException {
    PodSpec pod = Overlay.of("prod").pod(deployment).getSpec();
    Container container = pod.getContainers().get(0);
    JsonNode program = new ObjectMapper(new YAMLFactory()).readTree(PROGRAM.toFile());
    long stillServing = container.getLifecycle().getPreStop().getSleep().getSeconds();
    int deliveries = program.at("/camel/main/shutdown-timeout").asInt();

    assertThat(program.at("/server/shutdown").asText()).isEqualTo("graceful");
    assertThat(program.at("/spring/lifecycle/timeout-per-shutdown-phase").isMissingNode()).isTrue();
    Probe readiness = container.getReadinessProbe();
    assertThat(stillServing)
        .isGreaterThan((long) readiness.getPeriodSeconds() * readiness.getFailureThreshold());
    assertThat(pod.getTerminationGracePeriodSeconds())
        .isGreaterThan(stillServing + REQUESTS_UNDER_WAY + deliveries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gatehouse-gateway", "gatehouse-deliverer"})
  void probesAskWhatTheProgramAnswers(String deployment) throws IOException {
    Container container = Overlay.of("prod").pod(deployment).getSpec().getContainers().get(0);
    JsonNode program = new ObjectMapper(new YAMLFactory()).readTree(PROGRAM.toFile());

    assertThat(program.at("/management/endpoint.health/probes.enabled").asBoolean()).isTrue();
    assertThat(program.at("/management/endpoints.web.exposure.include").asText())
        .contains("health");
    assertThat(container.getStartupProbe().getHttpGet().getPath())
        .isEqualTo("/actuator/health/liveness");
    assertThat(container.getLivenessProbe().getHttpGet().getPath())
        .isEqualTo("/actuator/health/liveness");
    assertThat(container.getReadinessProbe().getHttpGet().getPath())
        .isEqualTo("/actuator/health/readiness");
    int patience =
        container.getStartupProbe().getPeriodSeconds()
            * container.getStartupProbe().getFailureThreshold();
    assertThat(patience).isGreaterThanOrEqualTo(60);
  }

  @Test
  void aRequestThatOneGatewayDidNotTakeGoesToAnother() {
    assertThat(
            Overlay.of("prod")
                .the(Ingress.class, "gatehouse")
                .getMetadata()
                .getAnnotations()
                .get("haproxy.org/backend-config-snippet"))
        .contains("retry-on conn-failure empty-response 503")
        .contains("option redispatch");
  }

  @Test
  void thePodOfDevEndsBeforeTheNextOneOpensItsJournal() {
    DeploymentSpec spec = Overlay.of("dev").the(Deployment.class, "gatehouse-gateway").getSpec();

    assertThat(spec.getReplicas()).isEqualTo(1);
    assertThat(spec.getStrategy().getType()).isEqualTo("Recreate");
    assertThat(spec.getStrategy().getRollingUpdate()).isNull();
  }
}
