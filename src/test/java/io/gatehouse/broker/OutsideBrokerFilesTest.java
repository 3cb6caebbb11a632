package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.DeletionPolicy;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator configures at an external broker agrees with the bus, and keeps it durable. */
class OutsideBrokerFilesTest {

  private static final Path BUS = Path.of("routes/bus.properties");
  private static final Set<String> FOR_OPERATORS = Set.of("kyc.quarantine", "kyc.dead-letter");

  private final FileConfiguration broker = new FileConfiguration();

  @BeforeEach
  void readAsTheBrokerDoes() throws Exception {
    FileDeploymentManager files =
        new FileDeploymentManager(Path.of("broker/broker.xml").toUri().toString());
    files.addDeployable(broker).readConfiguration();
    broker.parseProperties(
        BUS
            + ",broker/durability.properties,broker/security.properties"
            + ",broker/tls.properties");
  }

  @ParameterizedTest
  @ValueSource(strings = {"primary", "backup"})
  void theBrokerUnderstandsEveryLine(String member) throws Exception {
    broker.parseProperties("broker/pair.properties,broker/" + member + ".properties");

    List<JsonNode> errors = new ObjectMapper().readTree(broker.getStatus()).findValues("errors");
    assertThat(errors).hasSize(6).allMatch(JsonNode::isEmpty);
  }

  @Test
  void whatItConfirmsIsOnDiskAndStaysThere() {
    assertThat(new DurabilityCheck(broker, BusFile.read(BUS).lines()).problem()).isEmpty();
    assertThat(broker.getJournalType()).isEqualTo(JournalType.NIO);
    assertThat(broker.getJournalBufferTimeout_NIO())
        .isLessThan(ActiveMQDefaultConfiguration.getDefaultJournalBufferTimeoutNio());
    assertThat(broker.getCriticalAnalyzerPolicy()).isEqualTo(CriticalAnalyzerPolicy.HALT);
  }

  @Test
  void aDivertThatIsTakenOutCopiesNoMore() {
    BusAddresses addresses = new BusAddresses(broker);

    assertThat(broker.getDivertConfigurations())
        .isNotEmpty()
        .allSatisfy(
            divert ->
                assertThat(addresses.settings(divert.getAddress()).getConfigDeleteDiverts())
                    .isEqualTo(DeletionPolicy.FORCE));
  }

  @Test
  void rightsAndWhoHasThemAreWrittenOnce() throws IOException {
    assertThat(filesWith("securityRoles", "<security-setting"))
        .containsExactly(Path.of("broker/security.properties"));
    assertThat(filesWith("gateway = ", "gateway="))
        .containsExactly(Path.of("broker/roles.properties"));
  }

  /** The files for a broker that contain one of these words. */
  private static List<Path> filesWith(String... words) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : List.of("broker", "k8s", "routes")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (Stream.of(words).anyMatch(Files.readString(file)::contains)) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  @Test
  void noRoleHasARightOnAddressesThatAreNotTheBuses() {
    assertThat(broker.getSecurityRoles().keySet())
        .allMatch(pattern -> pattern.matches("(kyc|deliver|gatehouse)[.].+"));
  }

  @Test
  void theGatewayReadsWhatItDeliversAndWhatOperatorsHandle() {
    Map<String, Set<Role>> rights = broker.getSecurityRoles();
    Map<String, Set<String>> reads = new TreeMap<>();
    rights.forEach(
        (pattern, roles) ->
            names(roles, Role::isConsume)
                .forEach(role -> reads.computeIfAbsent(role, any -> new TreeSet<>()).add(pattern)));

    assertThat(reads.get("gateway"))
        .containsExactlyInAnyOrder("deliver.#", "kyc.quarantine", "kyc.dead-letter");
    assertThat(rights.values())
        .allSatisfy(
            roles ->
                assertThat(roles)
                    .noneMatch(
                        role ->
                            role.isManage()
                                || role.isCreateAddress()
                                || role.isDeleteAddress()
                                || role.isCreateDurableQueue()
                                || role.isDeleteDurableQueue()
                                || role.isCreateNonDurableQueue()
                                || role.isDeleteNonDurableQueue()));
  }

  @Test
  void everyQueueOfEventsHasOneRoleThatReadsItAndTheGatewayAloneSends() throws Exception {
    Map<String, Set<Role>> rights = broker.getSecurityRoles();
    Set<String> queues =
        BusFile.read(BUS).addresses().stream()
            .filter(address -> address.startsWith("kyc.") && !FOR_OPERATORS.contains(address))
            .collect(Collectors.toSet());

    assertThat(queues).isNotEmpty();
    for (String queue : queues) {
      assertThat(rights).containsKey(queue);
      assertThat(names(rights.get(queue), Role::isConsume)).containsExactly(queue);
      assertThat(names(rights.get(queue), Role::isBrowse)).containsExactly(queue);
      assertThat(names(rights.get(queue), Role::isSend)).containsExactly("gateway");
    }
    Properties roles = new Properties();
    try (InputStream in = Files.newInputStream(Path.of("broker/roles.properties"))) {
      roles.load(in);
    }
    assertThat(roles.stringPropertyNames()).containsAll(queues).contains("gateway");
  }

  private static Set<String> names(Set<Role> roles, Predicate<Role> may) {
    return roles.stream().filter(may).map(Role::getName).collect(Collectors.toSet());
  }
}
