package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.gatehouse.kubernetes.Models.ActiveMQArtemis;
import io.gatehouse.kubernetes.Models.ActiveMQArtemis.Acceptor;
import io.gatehouse.kubernetes.Models.Certificate;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.URIParameter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.spi.core.security.jaas.PropertiesLoginModule;
import org.apache.activemq.artemis.utils.VersionLoader;
import org.junit.jupiter.api.Test;

/**
 * The pair of brokers: the configuration that their operator gets, read as a broker would read it.
 */
class BrokersTest {

  private static final Path LOGIN = Path.of("k8s/overlays/prod/broker/login.config");
  private static final Path ROLES = Path.of("broker/roles.properties");

  @Test
  void aBrokerUnderstandsEveryLineOfItsProperties() throws Exception {
    assertThat(new ObjectMapper().readTree(configuration().getStatus()).findPath("errors"))
        .isEmpty();
  }

  @Test
  void twoBrokersShareOneJournalAndOneOfThemServes() throws Exception {
    ConfigurationImpl configuration = configuration();
    List<ActiveMQArtemis> pair = Overlay.of("prod").all(ActiveMQArtemis.class);
    String mounted =
        pair.get(0).spec().deploymentPlan().extraVolumeMounts().get(0).getMountPath() + "/";

    assertThat(pair)
        .extracting(broker -> broker.metadata().getName())
        .containsExactlyInAnyOrder("gatehouse-broker-a", "gatehouse-broker-b");
    assertThat(pair.get(0).spec()).isEqualTo(pair.get(1).spec());
    assertThat(configuration.getHAPolicyConfiguration().getType())
        .isEqualTo(HAPolicyConfiguration.TYPE.SHARED_STORE_PRIMARY);
    assertThat(
            List.of(
                configuration.getJournalDirectory(),
                configuration.getBindingsDirectory(),
                configuration.getLargeMessagesDirectory(),
                configuration.getPagingDirectory()))
        .doesNotHaveDuplicates()
        .allSatisfy(directory -> assertThat(directory).startsWith(mounted));
    assertThat(
            Overlay.of("prod")
                .the(PersistentVolumeClaim.class, "gatehouse-broker-journal")
                .getSpec()
                .getAccessModes())
        .containsExactly("ReadWriteMany");
  }

  @Test
  void whatABrokerConfirmsIsOnDisk() throws Exception {
    ConfigurationImpl configuration = configuration();

    assertThat(configuration.isPersistenceEnabled()).isTrue();
    assertThat(configuration.isJournalDatasync()).isTrue();
    assertThat(configuration.isJournalSyncTransactional()).isTrue();
    assertThat(configuration.isJournalSyncNonTransactional()).isTrue();
    assertThat(configuration.isPersistIDCache()).isTrue();
    assertThat(configuration.getJournalType()).isEqualTo(JournalType.NIO);
    assertThat(configuration.getJournalBufferTimeout_NIO())
        .isNotEqualTo(ActiveMQDefaultConfiguration.getDefaultJournalBufferTimeoutNio());
  }

  @Test
  void rightsAreThoseOfAnyOutsideBroker() throws Exception {
    ConfigurationImpl alone = new ConfigurationImpl();
    alone.parseProperties("broker/security.properties");

    assertThat(file("security.properties"))
        .isEqualTo(Files.readString(Path.of("broker/security.properties")));
    assertThat(configuration().getSecurityRoles())
        .isNotEmpty()
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(alone.getSecurityRoles());
  }

  @Test
  void nothingIsSetTwiceSoThatTheOrderOfTheFilesDoesNotMatter() {
    List<String> names = mounted().flatMap(secret -> files(secret).keySet().stream()).toList();
    List<String> properties =
        mounted()
            .flatMap(secret -> files(secret).values().stream())
            .flatMap(String::lines)
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("=", 2)[0])
            .toList();

    assertThat(names)
        .as("a broker reports on a file by its name, and broker.properties is its operator's")
        .doesNotHaveDuplicates()
        .doesNotContain("broker.properties");
    assertThat(properties).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void usersHaveRolesThatThereAre() throws Exception {
    Properties users = new Properties();
    try (InputStream in = Files.newInputStream(ROLES)) {
      users.load(in);
    }
    Set<String> roles =
        configuration().getSecurityRoles().values().stream()
            .flatMap(Set::stream)
            .map(Role::getName)
            .collect(Collectors.toSet());

    assertThat(users.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(roles);
  }

  @Test
  void theLoginFileNamesTheFilesThatItsSecretHas() throws Exception {
    URI file = LOGIN.toUri();
    AppConfigurationEntry[] modules =
        Configuration.getInstance("JavaLoginConfig", new URIParameter(file))
            .getAppConfigurationEntry("activemq");

    assertThat(modules)
        .hasSize(2)
        .extracting(AppConfigurationEntry::getLoginModuleName)
        .containsOnly(PropertiesLoginModule.class.getName());
    Map<String, Object> ours = new HashMap<>(modules[1].getOptions());
    assertThat(OutsideSecrets.keys().get("gatehouse-jaas-config"))
        .containsExactlyInAnyOrder(
            "login.config",
            ours.get("org.apache.activemq.jaas.properties.user").toString(),
            ours.get("org.apache.activemq.jaas.properties.role").toString());
    assertThat(ours).containsEntry("reload", "true");
  }

  @Test
  void theOperatorKnowsWhatEachSecretIsByTheEndOfItsName() {
    assertThat(Overlay.of("prod").all(ActiveMQArtemis.class))
        .allSatisfy(
            broker ->
                assertThat(broker.spec().deploymentPlan().extraMounts().secrets())
                    .containsExactly(
                        "gatehouse-broker-bp",
                        "gatehouse-bus-bp",
                        "gatehouse-pair-bp",
                        "gatehouse-jaas-config"));
  }

  @Test
  void theBrokersAreOfTheReleaseThatTheTestsRunAgainst() {
    assertThat(Overlay.of("prod").all(ActiveMQArtemis.class))
        .hasSize(2)
        .allSatisfy(
            broker ->
                assertThat(broker.spec().version())
                    .isEqualTo(VersionLoader.getVersion().getFullVersion()));
  }

  @Test
  void nobodyTalksToABrokerInTheClear() {
    Certificate certificate = Overlay.of("prod").the(Certificate.class, "gatehouse-broker");

    assertThat(Overlay.of("prod").all(ActiveMQArtemis.class))
        .flatExtracting(broker -> broker.spec().acceptors())
        .allSatisfy(
            acceptor -> {
              assertThat(acceptor.sslEnabled()).isTrue();
              assertThat(acceptor.sslSecret()).isEqualTo(certificate.spec().secretName());
              assertThat(acceptor.enabledProtocols().split(",")).isSubsetOf("TLSv1.3", "TLSv1.2");
              assertThat(acceptor.protocols().split(",")).containsExactly("CORE", "AMQP");
            });
  }

  @Test
  void aRenewedCertificateIsTakenWithoutARestart() throws Exception {
    assertThat(configuration().getAcceptorConfigurations())
        .singleElement()
        .satisfies(
            acceptor -> {
              assertThat(acceptor.getParams()).containsEntry("sslAutoReload", "true");
              assertThat(Overlay.of("prod").all(ActiveMQArtemis.class))
                  .flatExtracting(broker -> broker.spec().acceptors())
                  .extracting(Acceptor::name)
                  .containsOnly(acceptor.getName());
            });
  }

  /** All broker properties, in the order in which the operator has them read. */
  private static ConfigurationImpl configuration() throws Exception {
    Properties properties = new Properties();
    for (String text : mounted().flatMap(secret -> files(secret).values().stream()).toList()) {
      properties.load(new StringReader(text));
    }
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.parsePrefixedProperties(properties, null);
    return configuration;
  }

  /** The Secrets of broker properties that a broker mounts. */
  private static Stream<Secret> mounted() {
    Overlay overlay = Overlay.of("prod");
    return overlay
        .all(ActiveMQArtemis.class)
        .get(0)
        .spec()
        .deploymentPlan()
        .extraMounts()
        .secrets()
        .stream()
        .filter(name -> name.endsWith("-bp"))
        .map(name -> overlay.the(Secret.class, name));
  }

  private static String file(String name) {
    return mounted()
        .map(secret -> files(secret).get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** A Secret's files by their names. */
  private static Map<String, String> files(Secret secret) {
    Map<String, String> files = new TreeMap<>(secret.getStringData());
    secret
        .getData()
        .forEach(
            (name, data) ->
                files.put(
                    name,
                    new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8)));
    return files;
  }
}
