package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.gatehouse.bus.BusFile;
import io.gatehouse.kubernetes.Models.ActiveMQArtemis;
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
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;
import org.apache.activemq.artemis.spi.core.security.jaas.PropertiesLoginModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pair of brokers: what their operator gets, read as a broker would read it. */
class BrokersTest {

  private static final Path LOGIN = Path.of("k8s/overlays/prod/broker/login");

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

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "gateway,         send,    kyc.identity,     yes",
    "gateway,         browse,  kyc.identity,     yes",
    "gateway,         consume, kyc.identity,     no",
    "gateway,         send,    kyc.quarantine,   yes",
    "gateway,         consume, kyc.quarantine,   yes",
    "gateway,         consume, kyc.dead-letter,  yes",
    "gateway,         send,    deliver.crm,      yes",
    "gateway,         consume, deliver.kyc-core, yes",
    "gateway,         send,    gatehouse.probe,  yes",
    "gateway,         browse,  gatehouse.notes,  yes",
    "gateway,         consume, gatehouse.notes,  no",
    "gateway,         send,    elsewhere,        no",
    "reads-screening, consume, kyc.screening,    yes",
    "reads-screening, browse,  kyc.screening,    yes",
    "reads-screening, send,    kyc.screening,    no",
    "reads-screening, consume, kyc.identity,     no",
    "reads-screening, consume, kyc.quarantine,   no",
    "reads-screening, consume, kyc.dead-letter,  no",
    "reads-screening, consume, deliver.crm,      no",
    "reads-screening, browse,  gatehouse.notes,  no",
  })
  void aRoleMayDoItsWorkAndNothingElse(String role, String right, String address, String whether)
      throws Exception {
    Role rights =
        rights(configuration(), address).stream()
            .filter(one -> one.getName().equals(role))
            .findFirst()
            .orElse(
                new Role(
                    role, false, false, false, false, false, false, false, false, false, false,
                    false, false));

    boolean may =
        switch (right) {
          case "send" -> rights.isSend();
          case "consume" -> rights.isConsume();
          default -> rights.isBrowse();
        };
    assertThat(may).isEqualTo(whether.equals("yes"));
    assertThat(rights.isManage() || rights.isCreateAddress() || rights.isCreateDurableQueue())
        .isFalse();
  }

  @Test
  void everyQueueOfConsumersHasARoleThatReadsIt() throws Exception {
    ConfigurationImpl configuration = configuration();
    Set<String> queues =
        BusFile.read(Path.of("routes/bus.properties")).addresses().stream()
            .filter(name -> name.startsWith("kyc."))
            .filter(name -> !Set.of("kyc.quarantine", "kyc.dead-letter").contains(name))
            .collect(Collectors.toSet());

    assertThat(queues)
        .isNotEmpty()
        .allSatisfy(
            queue ->
                assertThat(rights(configuration, queue))
                    .extracting(Role::getName)
                    .containsExactlyInAnyOrder("gateway", queue.replace("kyc.", "reads-")));
  }

  @Test
  void usersHaveRolesThatThereAre() throws Exception {
    Properties users = new Properties();
    try (InputStream in = Files.newInputStream(LOGIN.resolve("roles.properties"))) {
      users.load(in);
    }
    Set<String> roles =
        configuration().getSecurityRoles().values().stream()
            .flatMap(Set::stream)
            .map(Role::getName)
            .collect(Collectors.toSet());

    assertThat(users.stringPropertyNames()).contains("gateway").isSubsetOf(roles);
  }

  @Test
  void theLoginFileNamesTheFilesThatItsSecretHas() throws Exception {
    URI file = LOGIN.resolve("login.config").toUri();
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
                        "gatehouse-broker-bp", "gatehouse-bus-bp", "gatehouse-jaas-config"));
    assertThat(Overlay.of("prod").find(Secret.class, "gatehouse-broker-bp")).isPresent();
    assertThat(Overlay.of("prod").find(Secret.class, "gatehouse-bus-bp")).isPresent();
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

  private static Set<Role> rights(ConfigurationImpl configuration, String address) {
    HierarchicalObjectRepository<Set<Role>> repository =
        new HierarchicalObjectRepository<>(configuration.getWildcardConfiguration());
    repository.setDefault(Set.of());
    configuration.getSecurityRoles().forEach(repository::addMatch);
    return repository.getMatch(address);
  }

  /** All broker properties, in the order in which the operator mounts them. */
  private static ConfigurationImpl configuration() throws Exception {
    Properties properties = new Properties();
    for (String text :
        Stream.of("gatehouse-broker-bp", "gatehouse-bus-bp").flatMap(BrokersTest::files).toList()) {
      properties.load(new StringReader(text));
    }
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.parsePrefixedProperties(properties, null);
    return configuration;
  }

  private static Stream<String> files(String secret) {
    Secret files = Overlay.of("prod").the(Secret.class, secret);
    return files.getStringData().isEmpty()
        ? files.getData().values().stream()
            .map(data -> new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8))
        : files.getStringData().values().stream();
  }
}
