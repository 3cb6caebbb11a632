package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.gatehouse.kubernetes.Models.ActiveMQArtemis;
import io.gatehouse.kubernetes.Models.Certificate;
import io.gatehouse.kubernetes.Models.ScaledObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that an object refers to exists. */
class ReferencesTest {

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void whatPodsMountAndReadIsThere(String name) {
    Overlay overlay = Overlay.of(name);
    for (PodSpec pod : pods(overlay)) {
      for (EnvFromSource from : pod.getContainers().get(0).getEnvFrom()) {
        assertThat(overlay.find(ConfigMap.class, from.getConfigMapRef().getName())).isPresent();
      }
      assertThat(overlay.find(ServiceAccount.class, pod.getServiceAccountName())).isPresent();
      assertThat(pod.getVolumes()).allSatisfy(volume -> assertIsThere(overlay, volume));
    }
  }

  private static void assertIsThere(Overlay overlay, Volume volume) {
    if (volume.getConfigMap() != null) {
      assertThat(overlay.find(ConfigMap.class, volume.getConfigMap().getName())).isPresent();
    } else if (volume.getPersistentVolumeClaim() != null) {
      String claim = volume.getPersistentVolumeClaim().getClaimName();
      assertThat(overlay.find(PersistentVolumeClaim.class, claim)).isPresent();
    } else if (volume.getSecret() != null) {
      assertThat(secrets(overlay)).contains(volume.getSecret().getSecretName());
    } else if (volume.getProjected() != null) {
      assertThat(volume.getProjected().getSources())
          .isNotEmpty()
          .allSatisfy(
              source -> assertThat(secrets(overlay)).contains(source.getSecret().getName()));
    } else {
      assertThat(volume.getEmptyDir()).isNotNull();
    }
  }

  /** The Secrets that are here, that cert-manager creates, or that the page requires. */
  private static Set<String> secrets(Overlay overlay) {
    Set<String> secrets = new HashSet<>();
    overlay.all(Secret.class).forEach(secret -> secrets.add(secret.getMetadata().getName()));
    overlay.all(Certificate.class).forEach(one -> secrets.add(one.spec().secretName()));
    if (overlay.name().equals("prod")) {
      secrets.addAll(OutsideSecrets.keys().keySet());
    }
    return secrets;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void everyVolumeIsMountedOnceAndEveryMountHasAVolume(String name) {
    for (PodSpec pod : pods(Overlay.of(name))) {
      List<VolumeMount> mounts = pod.getContainers().get(0).getVolumeMounts();
      assertThat(mounts)
          .extracting(VolumeMount::getName)
          .containsExactlyInAnyOrderElementsOf(
              pod.getVolumes().stream().map(Volume::getName).toList());
      assertThat(mounts).extracting(VolumeMount::getMountPath).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void aServiceFindsPodsWithThePortThatItNames(String name) {
    Overlay overlay = Overlay.of(name);
    for (Service service : overlay.all(Service.class)) {
      Set<String> pods = selected(overlay, service.getSpec().getSelector());
      assertThat(pods).as(service.getMetadata().getName()).isNotEmpty();
      for (ServicePort port : service.getSpec().getPorts()) {
        assertThat(pods).allSatisfy(pod -> assertThat(ports(overlay, pod)).contains(target(port)));
      }
    }
  }

  private static String target(ServicePort port) {
    return port.getTargetPort().getStrVal() != null
        ? port.getTargetPort().getStrVal()
        : port.getTargetPort().getIntVal().toString();
  }

  /** Names and numbers of the ports of a pod. */
  private static Set<String> ports(Overlay overlay, String pod) {
    return overlay
        .find(Deployment.class, pod)
        .map(deployment -> deployment.getSpec().getTemplate().getSpec())
        .map(
            spec ->
                spec.getContainers().get(0).getPorts().stream()
                    .flatMap(port -> Stream.of(port.getName(), "" + port.getContainerPort()))
                    .collect(Collectors.toSet()))
        .orElseGet(
            () ->
                overlay.the(ActiveMQArtemis.class, pod).spec().acceptors().stream()
                    .map(acceptor -> "" + acceptor.port())
                    .collect(Collectors.toSet()));
  }

  static Set<String> selected(Overlay overlay, Map<String, String> selector) {
    return overlay.podLabels().entrySet().stream()
        .filter(pod -> pod.getValue().entrySet().containsAll(selector.entrySet()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void aDeploymentSelectsItsOwnPodsAndNobodyElses(String name) {
    Overlay overlay = Overlay.of(name);
    for (Deployment deployment : overlay.all(Deployment.class)) {
      assertThat(selected(overlay, deployment.getSpec().getSelector().getMatchLabels()))
          .containsExactly(deployment.getMetadata().getName());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void probesAskThePortThatOperatorsHave(String name) {
    for (PodSpec pod : pods(Overlay.of(name))) {
      Container container = pod.getContainers().get(0);
      assertThat(
              Stream.of(
                  container.getStartupProbe(),
                  container.getReadinessProbe(),
                  container.getLivenessProbe()))
          .extracting(Probe::getHttpGet)
          .allSatisfy(get -> assertThat(get.getPort().getStrVal()).isEqualTo("operators"));
      assertThat(container.getPorts())
          .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
          .containsExactlyInAnyOrder(tuple("vendors", 8080), tuple("operators", 8081));
    }
  }

  @Test
  void theIngressLeadsToTheVendorsPortAndToNoOtherPath() {
    Overlay overlay = Overlay.of("prod");
    Ingress ingress = overlay.the(Ingress.class, "gatehouse");

    assertThat(ingress.getSpec().getRules())
        .singleElement()
        .extracting(rule -> rule.getHttp().getPaths())
        .satisfies(
            paths -> {
              assertThat(paths)
                  .extracting(path -> path.getPathType() + " " + path.getPath())
                  .containsExactlyInAnyOrder("Prefix /webhooks", "Exact /oauth2/token");
              assertThat(paths)
                  .extracting(path -> path.getBackend().getService())
                  .allSatisfy(backend -> assertLeadsToVendorsPort(overlay, backend));
            });
    assertThat(ingress.getSpec().getTls().get(0).getHosts())
        .containsExactly(ingress.getSpec().getRules().get(0).getHost());
    assertThat(OutsideSecrets.keys())
        .containsKey(ingress.getSpec().getTls().get(0).getSecretName());
  }

  private static void assertLeadsToVendorsPort(Overlay overlay, IngressServiceBackend backend) {
    assertThat(overlay.the(Service.class, backend.getName()).getSpec().getPorts())
        .filteredOn(port -> port.getName().equals(backend.getPort().getName()))
        .singleElement()
        .satisfies(port -> assertThat(target(port)).isEqualTo("vendors"));
  }

  @Test
  void eachDeploymentIsScaledAndKeptByOne() {
    Overlay overlay = Overlay.of("prod");

    assertThat(overlay.all(HorizontalPodAutoscaler.class))
        .extracting(scaler -> scaler.getSpec().getScaleTargetRef().getName())
        .containsExactly("gatehouse-gateway");
    assertThat(overlay.all(ScaledObject.class))
        .extracting(scaler -> scaler.spec().scaleTargetRef().name())
        .containsExactly("gatehouse-deliverer");
    assertThat(overlay.all(PodDisruptionBudget.class))
        .extracting(budget -> selected(overlay, budget.getSpec().getSelector().getMatchLabels()))
        .containsExactlyInAnyOrder(Set.of("gatehouse-gateway"), Set.of("gatehouse-deliverer"));
  }

  @Test
  void monitoringFindsTheOperatorsPortOfEveryPod() {
    Overlay overlay = Overlay.of("prod");
    ServiceMonitor monitor = overlay.the(ServiceMonitor.class, "gatehouse");
    List<Service> found =
        overlay.all(Service.class).stream()
            .filter(service -> service.getMetadata().getLabels() != null)
            .filter(
                service ->
                    service
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(monitor.getSpec().getSelector().getMatchLabels().entrySet()))
            .toList();

    assertThat(found).singleElement();
    assertThat(selected(overlay, found.get(0).getSpec().getSelector()))
        .containsExactlyInAnyOrder("gatehouse-gateway", "gatehouse-deliverer");
    assertThat(found.get(0).getSpec().getPorts())
        .extracting(ServicePort::getName)
        .containsExactly(monitor.getSpec().getEndpoints().get(0).getPort());
  }

  private static List<PodSpec> pods(Overlay overlay) {
    return overlay.all(Deployment.class).stream()
        .map(deployment -> deployment.getSpec().getTemplate().getSpec())
        .toList();
  }
}
