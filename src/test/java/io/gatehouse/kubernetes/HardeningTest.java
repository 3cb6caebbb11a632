package io.gatehouse.kubernetes;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.gatehouse.kubernetes.Models.ActiveMQArtemis;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pod must not be able to do: a table of rules, checked for every pod. */
class HardeningTest {

  private static final String CONTAINER = "gatehouse";
  private static final int LOWEST_USER = 10_000;

  /**
   * A rule.
   *
   * @param name the required property of a pod
   * @param keeps whether a pod has it
   * @param breach a change after which it does not
   */
  private record Rule(String name, Predicate<PodSpec> keeps, Consumer<PodSpec> breach) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "does not run as root",
              pod ->
                  pod.getSecurityContext().getRunAsNonRoot()
                      && pod.getSecurityContext().getRunAsUser() > LOWEST_USER
                      && pod.getSecurityContext().getRunAsGroup() > LOWEST_USER,
              pod -> pod.getSecurityContext().setRunAsUser(0L)),
          new Rule(
              "has the runtime's seccomp profile",
              pod ->
                  pod.getSecurityContext().getSeccompProfile().getType().equals("RuntimeDefault"),
              pod -> pod.getSecurityContext().getSeccompProfile().setType("Unconfined")),
          new Rule(
              "has no token of Kubernetes",
              pod -> Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()),
              pod -> pod.setAutomountServiceAccountToken(null)),
          new Rule(
              "is not told of other services by variables",
              pod -> Boolean.FALSE.equals(pod.getEnableServiceLinks()),
              pod -> pod.setEnableServiceLinks(null)),
          new Rule(
              "shares nothing with its node",
              pod ->
                  Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                          .noneMatch(Boolean.TRUE::equals)
                      && pod.getVolumes().stream().allMatch(volume -> volume.getHostPath() == null),
              pod -> pod.setHostNetwork(true)),
          rule(
              "gains no privileges",
              context ->
                  Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
                      && !Boolean.TRUE.equals(context.getPrivileged()),
              context -> context.setAllowPrivilegeEscalation(null)),
          rule(
              "has no capability",
              context ->
                  context.getCapabilities().getDrop().equals(List.of("ALL"))
                      && context.getCapabilities().getAdd().isEmpty(),
              context -> context.getCapabilities().setAdd(List.of("NET_RAW"))),
          rule(
              "cannot write to its image",
              context -> Boolean.TRUE.equals(context.getReadOnlyRootFilesystem()),
              context -> context.setReadOnlyRootFilesystem(null)),
          new Rule(
              "writes to a bounded /tmp",
              pod ->
                  pod.getVolumes().stream()
                          .filter(volume -> volume.getEmptyDir() != null)
                          .allMatch(volume -> volume.getEmptyDir().getSizeLimit() != null)
                      && mounts(pod).anyMatch(mount -> mount.getMountPath().equals("/tmp")),
              pod ->
                  pod.getVolumes().stream()
                      .filter(volume -> volume.getEmptyDir() != null)
                      .forEach(volume -> volume.getEmptyDir().setSizeLimit(null))),
          new Rule(
              "writes to nothing else but a claimed volume",
              pod ->
                  mounts(pod)
                      .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                      .allMatch(mount -> List.of("tmp", "data").contains(mount.getName())),
              pod -> mounts(pod).forEach(mount -> mount.setReadOnly(null))),
          new Rule(
              "keeps secrets from others in its files",
              pod ->
                  pod.getVolumes().stream()
                      .filter(volume -> volume.getProjected() != null)
                      .allMatch(volume -> volume.getProjected().getDefaultMode() == 0440),
              pod ->
                  pod.getVolumes().stream()
                      .filter(volume -> volume.getProjected() != null)
                      .forEach(volume -> volume.getProjected().setDefaultMode(0444))),
          new Rule(
              "gets secrets as files and not as variables",
              pod ->
                  containers(pod)
                      .allMatch(
                          container ->
                              container.getEnv().stream()
                                      .allMatch(env -> env.getValueFrom() == null)
                                  && container.getEnvFrom().stream()
                                      .allMatch(from -> from.getSecretRef() == null)),
              pod ->
                  pod.getContainers()
                      .get(0)
                      .getEnvFrom()
                      .get(0)
                      .setSecretRef(new SecretEnvSource("x", false))),
          new Rule(
              "asks for processor and memory, and takes no more memory than that",
              pod ->
                  containers(pod)
                      .allMatch(
                          container ->
                              container.getResources().getRequests().containsKey("cpu")
                                  && container
                                      .getResources()
                                      .getRequests()
                                      .get("memory")
                                      .equals(container.getResources().getLimits().get("memory"))),
              pod -> pod.getContainers().get(0).getResources().getLimits().remove("memory")),
          new Rule(
              "runs a version that has a name",
              pod ->
                  containers(pod)
                      .allMatch(container -> container.getImage().matches(".+:[0-9]+[.][0-9.]+")),
              pod -> pod.getContainers().get(0).setImage("gatehouse:latest")));

  private static Rule rule(
      String name, Predicate<SecurityContext> keeps, Consumer<SecurityContext> breach) {
    return new Rule(
        name,
        pod -> containers(pod).allMatch(container -> keeps.test(container.getSecurityContext())),
        pod -> breach.accept(pod.getContainers().get(0).getSecurityContext()));
  }

  private static Stream<Container> containers(PodSpec pod) {
    return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream());
  }

  private static Stream<VolumeMount> mounts(PodSpec pod) {
    return containers(pod).flatMap(container -> container.getVolumeMounts().stream());
  }

  static Stream<Arguments> podsAndRules() {
    return Stream.of("dev gatehouse-gateway", "prod gatehouse-gateway", "prod gatehouse-deliverer")
        .flatMap(pod -> RULES.stream().map(rule -> Arguments.of(pod, rule)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("podsAndRules")
  void everyPodKeepsEveryRule(String pod, Rule rule) {
    assertThat(rule.keeps().test(spec(pod))).isTrue();
  }

  static List<Rule> rules() {
    return RULES;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void aPodThatBreaksARuleIsNoticed(Rule rule) {
    PodSpec pod = new ObjectMapper().convertValue(spec("prod gatehouse-gateway"), PodSpec.class);

    rule.breach().accept(pod);

    assertThat(rule.keeps().test(pod)).isFalse();
  }

  private static PodSpec spec(String pod) {
    String[] place = pod.split(" ");
    PodSpec spec = Overlay.of(place[0]).pod(place[1]).getSpec();
    assertThat(spec.getContainers()).extracting(Container::getName).containsExactly(CONTAINER);
    return spec;
  }

  @Test
  void brokersGetWhatTheirOperatorLetsThemHave() {
    assertThat(Overlay.of("prod").all(ActiveMQArtemis.class))
        .hasSize(2)
        .extracting(broker -> broker.spec().deploymentPlan())
        .allSatisfy(
            plan -> {
              assertThat(plan.podSecurityContext().getRunAsNonRoot()).isTrue();
              assertThat(plan.podSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              SecurityContext container = plan.containerSecurityContext();
              assertThat(container.getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(plan.resources().getRequests()).containsKeys("cpu", "memory");
              assertThat(plan.resources().getLimits()).containsKey("memory");
            });
  }

  @Test
  void namespacesRefuseWhatIsNotHardened() {
    assertThat(enforced("dev", "gatehouse-dev")).isEqualTo("restricted");
    assertThat(enforced("prod", "gatehouse")).isEqualTo("baseline");
  }

  private static String enforced(String overlay, String namespace) {
    return requireNonNullElse(
        Overlay.of(overlay)
            .the(Namespace.class, namespace)
            .getMetadata()
            .getLabels()
            .get("pod-security.kubernetes.io/enforce"),
        "privileged");
  }
}
