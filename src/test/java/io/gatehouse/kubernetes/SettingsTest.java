package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.gatehouse.kubernetes.Models.Certificate;
import io.gatehouse.settings.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The pods set what the program reads. */
class SettingsTest {

  @ParameterizedTest
  @CsvSource({"dev, gatehouse-gateway", "prod, gatehouse-gateway", "prod, gatehouse-deliverer"})
  void everyVariableIsASettingThatTheProgramKnows(String overlay, String deployment) {
    assertThat(settings(overlay, deployment).keySet()).allMatch(KnownSettings::isVariable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application.yaml", "application-local.yaml"})
  void everySettingThatShipsIsOneThatTheProgramKnows(String file) throws IOException {
    assertThat(new YamlPropertySourceLoader().load(file, new ClassPathResource(file)))
        .flatExtracting(
            source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
        .hasSizeGreaterThan(10)
        .allMatch(SettingsTest::isKnown);
  }

  /** An element of a list or map is known by its list or map. */
  private static boolean isKnown(String name) {
    String property = name.replaceAll("\\[\\d+]$", "");
    return KnownSettings.isKnown(property)
        || property.startsWith("logging.level.")
        || property.startsWith("management.endpoint.health.group.readiness.");
  }

  /** Spring silently ignores an exclusion under an old name. */
  @Test
  void everyAutoConfigurationThatIsExcludedExists() throws IOException {
    List<String> known =
        ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates();

    assertThat(
            new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml")))
        .flatExtracting(source -> entries(source, "spring.autoconfigure.exclude"))
        .hasSizeGreaterThan(10)
        .isSubsetOf(known);
  }

  private static List<Object> entries(PropertySource<?> source, String list) {
    return Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames())
        .filter(name -> name.startsWith(list + "["))
        .map(name -> (Object) source.getProperty(name).toString())
        .toList();
  }

  @Test
  void aMisspeltSettingIsNotKnown() {
    assertThat(KnownSettings.isVariable("GATEHOUSE_TRUSTED_PROXIES")).isTrue();
    assertThat(KnownSettings.isVariable("GATEHOUSE_TRUSTED_PROXY")).isFalse();
    assertThat(KnownSettings.isVariable("SPRING_ARTEMIS_BROKERURL")).isFalse();
    assertThat(KnownSettings.isKnown("kompar.token")).isTrue();
    assertThat(KnownSettings.isKnown("kompar.tokn")).isFalse();
    assertThat(KnownSettings.isKnown("gatehouse.broker.data-directory")).isTrue();
  }

  @Test
  void everySecretFileIsNamedLikeASettingThatTheProgramKnows() {
    assertThat(Overlay.of("dev").generated(Secret.class, "gatehouse-secrets").getData().keySet())
        .allMatch(KnownSettings::isKnown);
    assertThat(OutsideSecrets.keys())
        .containsKeys("gatehouse-vendors", "gatehouse-receivers")
        .allSatisfy(
            (secret, keys) -> {
              if (mountedFor(secret)) {
                assertThat(keys).isNotEmpty().allMatch(KnownSettings::isKnown);
              }
            });
  }

  /** Whether its keys become files that the program reads as settings. */
  private static boolean mountedFor(String secret) {
    return secretsOf("prod", "gatehouse-gateway").contains(secret)
        || secretsOf("prod", "gatehouse-deliverer").contains(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"argos", "kompar", "kompliant", "ondato", "thekyb"})
  void aVendorThatIsServedHasTheSecretsThatItNeeds(String vendor) {
    Set<String> required =
        KnownSettings.requiredOf(Path.of("routes/vendors/" + vendor + ".camel.yaml"));

    assertThat(Overlay.of("dev").generated(Secret.class, "gatehouse-secrets").getData().keySet())
        .containsAll(required);
    assertThat(keysOf("gatehouse-gateway")).containsAll(required);
  }

  @Test
  void deliverersHaveTheReceiversTokensAndNoVendorsSecret() {
    assertThat(keysOf("gatehouse-deliverer"))
        .contains("crm.token", "kyc-core.token")
        .noneMatch(
            key ->
                key.matches("(argos|kompar|kompliant|ondato|persona|sumsub|thekyb|veriff)\\..*"));
    assertThat(keysOf("gatehouse-gateway")).noneMatch(key -> key.matches("(crm|kyc-core)\\..*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gatehouse-gateway", "gatehouse-deliverer"})
  void podsThatShareABrokerShareADatabaseAndGuardTheOperatorsPort(String deployment) {
    assertThat(keysOf(deployment))
        .contains(
            "spring.artemis.user",
            "spring.artemis.password",
            "spring.datasource.url",
            "spring.datasource.username",
            "spring.datasource.password",
            "gatehouse.operators.token");
  }

  private static Set<String> keysOf(String deployment) {
    Set<String> keys = new HashSet<>();
    secretsOf("prod", deployment).forEach(secret -> keys.addAll(OutsideSecrets.keys().get(secret)));
    return keys;
  }

  private static Set<String> secretsOf(String overlay, String deployment) {
    return volume(overlay, deployment, "/gatehouse/secrets").getProjected().getSources().stream()
        .map(source -> source.getSecret())
        .map(SecretProjection::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void gatewaysHaveEveryReceiverOffAndDeliverersEveryVendor() throws IOException {
    assertThat(switchedOff("gatehouse-gateway")).isEqualTo(variables("downstream"));
    assertThat(switchedOff("gatehouse-deliverer")).isEqualTo(variables("vendors"));
  }

  private static Set<String> switchedOff(String deployment) {
    return pod("prod", deployment).getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getValue().equals("false"))
        .map(EnvVar::getName)
        .collect(Collectors.toSet());
  }

  /** The switch of each route file of a folder. */
  private static Set<String> variables(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes", folder))) {
      return files
          .map(file -> file.getFileName().toString().replace(".camel.yaml", ".enabled"))
          .map(Secrets::variable)
          .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @CsvSource({"dev, gatehouse-gateway", "prod, gatehouse-gateway", "prod, gatehouse-deliverer"})
  void foldersThatSettingsNameAreMounted(String overlay, String deployment) {
    Map<String, String> settings = settings(overlay, deployment);
    String routes = settings.get("GATEHOUSE_ROUTES_DIRECTORY");

    assertThat(volume(overlay, deployment, settings.get("GATEHOUSE_SECRETS_DIRECTORY")))
        .isNotNull();
    assertThat(volume(overlay, deployment, routes + "/vendors").getConfigMap().getName())
        .startsWith("routes-vendors-");
    assertThat(volume(overlay, deployment, routes + "/downstream").getConfigMap().getName())
        .startsWith("routes-downstream-");
    assertThat(volume(overlay, deployment, routes + "/registration").getConfigMap().getName())
        .startsWith("routes-registration-");
    assertThat(volume(overlay, deployment, routes + "/kamelets").getConfigMap().getName())
        .startsWith("routes-kamelets-");
    Path bus = Path.of(settings.get("GATEHOUSE_BROKER_ADDRESSES"));
    assertThat(volume(overlay, deployment, bus.getParent().toString()).getConfigMap().getName())
        .startsWith("routes-bus-");
    assertThat(bus.getFileName()).hasToString("bus.properties");
  }

  @Test
  void thePodOfDevKeepsEventsOnAVolume() {
    String journal = settings("dev", "gatehouse-gateway").get("GATEHOUSE_BROKER_DATA_DIRECTORY");

    assertThat(
            volume("dev", "gatehouse-gateway", Path.of(journal).getParent().toString())
                .getPersistentVolumeClaim()
                .getClaimName())
        .isEqualTo("gatehouse-data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gatehouse-gateway", "gatehouse-deliverer"})
  void theBrokersAddressLeadsToTheirServiceAndTheirCertificateIsForIt(String deployment)
      throws Exception {
    String url = settings("prod", deployment).get("SPRING_ARTEMIS_BROKER_URL");
    Service brokers = Overlay.of("prod").the(Service.class, "gatehouse-broker");
    Certificate certificate = Overlay.of("prod").the(Certificate.class, "gatehouse-broker");
    URI place = URI.create(url);
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url)) {
      TransportConfiguration connector = factory.getStaticConnectors()[0];
      assertThat(connector.getParams())
          .containsEntry("sslEnabled", "true")
          .containsEntry("verifyHost", "true")
          .containsEntry("trustStoreType", "PEMCA");
      Path ca = Path.of(connector.getParams().get("trustStorePath").toString());
      Volume mounted = volume("prod", deployment, ca.getParent().toString());
      assertThat(mounted.getSecret().getSecretName()).isEqualTo(certificate.spec().secretName());
      assertThat(mounted.getSecret().getItems())
          .singleElement()
          .satisfies(item -> assertThat(item.getPath()).isEqualTo(ca.getFileName().toString()));
    }
    assertThat(place.getHost()).isEqualTo(brokers.getMetadata().getName());
    assertThat(brokers.getSpec().getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getPort()).isEqualTo(place.getPort()));
    assertThat(certificate.spec().dnsNames()).contains(place.getHost());
  }

  @ParameterizedTest
  @CsvSource({"dev, gatehouse-gateway", "prod, gatehouse-gateway", "prod, gatehouse-deliverer"})
  void theOperatorsPortCanBeReachedByProbes(String overlay, String deployment) {
    assertThat(settings(overlay, deployment)).containsEntry("MANAGEMENT_SERVER_ADDRESS", "0.0.0.0");
  }

  /** What the container of a Deployment finds in its environment. */
  static Map<String, String> settings(String overlay, String deployment) {
    Container container = pod(overlay, deployment).getContainers().get(0);
    Map<String, String> settings = new TreeMap<>();
    container
        .getEnvFrom()
        .forEach(
            from ->
                settings.putAll(
                    Overlay.of(overlay)
                        .the(ConfigMap.class, from.getConfigMapRef().getName())
                        .getData()));
    for (EnvVar variable : container.getEnv()) {
      settings.put(variable.getName(), variable.getValue());
    }
    return settings;
  }

  private static Volume volume(String overlay, String deployment, String path) {
    PodSpec pod = pod(overlay, deployment);
    VolumeMount mount =
        pod.getContainers().get(0).getVolumeMounts().stream()
            .filter(one -> one.getMountPath().equals(path))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing is mounted at " + path));
    return pod.getVolumes().stream()
        .filter(one -> one.getName().equals(mount.getName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no volume " + mount.getName()));
  }

  private static PodSpec pod(String overlay, String deployment) {
    return Overlay.of(overlay).pod(deployment).getSpec();
  }
}
