package io.gatehouse.tools.cli;

import static io.gatehouse.tools.cli.Played.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Bus.Received;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.tools.simulation.SimulationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every vendor is simulated against a running gateway, and its events are read from the bus. */
class SimulateAgainstGatewayTest {

  private static final String ARGOS_KEY = "simulated-argos-project-api-key-0123456789";
  private static final Path SIMULATIONS = Path.of("routes/simulations");
  private static final List<String> KNOWN =
      List.of(
          "kyc.identity",
          "kyc.business",
          "kyc.screening",
          "kyc.document",
          "kyc.onboarding",
          "kyc.lending");

  @TempDir static Path folder;

  private static Gateway gateway;
  private static Path signing;

  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("argos.encryption.enabled", "either");
    settings.put("argos.encryption.api-key", ARGOS_KEY);
    settings.put("argos.encryption.mode", "GCM");
    settings.put("argos.encryption.key-derivation", "sha-256");
    settings.put("argos.sources", "198.51.100.0/24");
    settings.put("thekyb.signature-secret", "simulated-secret,next-secret");
    settings.put("persona.signature-secret", "simulated-secret,next-secret");
    settings.put("crm.enabled", "false");
    settings.put("kyc-core.enabled", "false");
    gateway = Gateway.start(settings);
    signing =
        Files.write(
            folder.resolve("as-the-gateway.properties"),
            settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Played play(String... arguments) {
    return simulate(
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--url", "http://localhost:" + gateway.port(), "--settings", "" + signing))
            .toArray(String[]::new));
  }

  /** The vendors that the gateway serves, whether or not there is a simulation. */
  static List<String> vendors() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes/vendors"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void everyEventOfEveryVendorReachesTheBusUnderAKnownType(String vendor) {
    Set<String> before = ids(eventsOf(vendor));

    Played played = play(vendor);

    assertThat(played.status()).as(played.out() + played.err()).isZero();
    List<Received> fresh =
        eventsOf(vendor).stream().filter(e -> !before.contains(e.attribute("id"))).toList();
    assertThat(fresh).hasSameSizeAs(file(vendor).events().keySet());
    assertThat(fresh).extracting(e -> e.attribute("subject")).doesNotContainNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void argosIsPlayedPlainOrEncryptedAsItsSettingSays(String encrypted) throws IOException {
    Path settings = folder.resolve("argos-" + encrypted + ".properties");
    Files.writeString(
        settings, Files.readString(signing).replace("enabled=either", "enabled=" + encrypted));

    Played played =
        simulate(
            "argos",
            "approved",
            "--url",
            "http://localhost:" + gateway.port(),
            "--settings",
            "" + settings);

    assertThat(played.status()).as(played.out()).isZero();
  }

  @Test
  void anEventThatIsSentAgainGetsTheSameIdAndIsOnTheBusOnce() {
    int before = allEvents().size();

    Played played = play("--all", "--duplicate");

    assertThat(played.status()).as(played.out()).isZero();
    int sent = allEvents().size() - before;
    assertThat(played.out()).contains("sent again  %d, same id %d\n".formatted(sent, sent));
  }

  @Test
  void whatNobodyCanReadIsQuarantined() {
    int before = gateway.bus().browse("kyc.quarantine").size();

    Played played = play("--all", "--corrupt", "--count", "100");

    assertThat(played.status()).as(played.out()).isZero();
    assertThat(played.out()).contains("200 quarantined: 100");
    assertThat(gateway.bus().browse("kyc.quarantine")).hasSize(before + 100);
  }

  static Stream<String[]> scenarios() {
    return SimulationFile.in(SIMULATIONS).stream()
        .flatMap(
            file ->
                file.scenarios().keySet().stream().map(name -> new String[] {file.name(), name}));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyScenarioIsAboutOneSubjectAndEndsWell(String vendor, String scenario) {
    Set<String> before = ids(eventsOf(vendor));

    Played played = play(vendor, "--scenario", scenario);

    assertThat(played.status()).as(played.out()).isZero();
    assertThat(eventsOf(vendor))
        .filteredOn(event -> !before.contains(event.attribute("id")))
        .hasSizeGreaterThan(1)
        .extracting(event -> event.attribute("subject"))
        .containsOnly(
            eventsOf(vendor).stream()
                .filter(event -> !before.contains(event.attribute("id")))
                .findFirst()
                .orElseThrow()
                .attribute("subject"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"argos", "ondato", "persona", "sumsub", "veriff"})
  void aLateRejectionArrivesAfterTheApprovalThatItHappenedBefore(String vendor) {
    Set<String> before = ids(eventsOf(vendor));

    play(vendor, "--scenario", "late-reject");

    List<Received> scenario =
        eventsOf(vendor).stream()
            .filter(event -> !before.contains(event.attribute("id")))
            .sorted(Comparator.comparing(event -> event.attribute("receivedtime")))
            .toList();
    assertThat(scenario)
        .extracting(event -> event.attribute("type"))
        .endsWith("kyc.identity.approved", "kyc.identity.rejected");
    assertThat(time(scenario.get(2))).isBefore(time(scenario.get(1)));
  }

  @Test
  void aRequestThatTheGatewayRefusesIsNotAsExpected() throws IOException {
    Path settings = Files.writeString(folder.resolve("wrong.yaml"), "kompar.token: wrong\n");

    Played played =
        simulate(
            "kompar",
            "applications",
            "--no-retry",
            "--url",
            "http://localhost:" + gateway.port(),
            "--settings",
            "" + settings);

    assertThat(played.status()).isEqualTo(1);
    assertThat(played.out()).contains("401: 1", "kompar applications: 401");
  }

  private static SimulationFile file(String vendor) {
    return SimulationFile.in(SIMULATIONS).stream()
        .filter(file -> file.name().equals(vendor))
        .findFirst()
        .orElseThrow();
  }

  private static List<Received> eventsOf(String vendor) {
    return allEvents().stream().filter(e -> vendor.equals(e.attribute("vendor"))).toList();
  }

  private static List<Received> allEvents() {
    return KNOWN.stream().flatMap(queue -> gateway.bus().browse(queue).stream()).toList();
  }

  private static Set<String> ids(List<Received> events) {
    return events.stream().map(event -> event.attribute("id")).collect(Collectors.toSet());
  }

  private static Instant time(Received event) {
    return Instant.parse(event.attribute("time"));
  }
}
