package io.gatehouse;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Kompar;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/operations.md describes what exists, and its commands work as written. */
class OperationsTest {

  private static final Path MANUAL = Path.of("docs/operations.md");
  private static final Path ALERTS = Path.of("k8s");
  private static final String OPERATORS = "http://localhost:8081/actuator";
  private static final WireMockServer CRM = new WireMockServer(wireMockConfig().dynamicPort());

  private static Gateway gateway;

  @BeforeAll
  static void start() {
    CRM.start();
    gateway =
        Gateway.start(
            Map.of("crm.url", CRM.baseUrl(), "gatehouse.bus.probe-interval-millis", "200"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    CRM.stop();
  }

  /** A delivered event, a dead letter, a refusal and two requests in quarantine. */
  @BeforeEach
  void letThereBeSomethingToOperateOn() {
    if (messagesIn("kyc.dead-letter") > 0 && messagesIn("kyc.quarantine") > 1) {
      return;
    }
    CRM.resetAll();
    crmAnswers(STARTED, 400);
    crmAnswers("refused one", 204);
    for (int i = 0; i < 2; i++) {
      int refused = i;
      // The first has been refused before the second comes, or both would be.
      await().until(() -> messagesIn("kyc.dead-letter") >= refused);
      gateway.send(Kompar.application("{\"application_id\":\"%s\"}".formatted(UUID.randomUUID())));
      gateway.send(
          Request.post("/webhooks/argos?key=local-argos-key").body("no JSON " + UUID.randomUUID()));
    }
    gateway.send(Request.post("/webhooks/argos?key=wrong").body("{}"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> messagesIn("kyc.dead-letter") > 0 && delivered() > 0 && isMeasured());
  }

  private static void crmAnswers(String state, int status) {
    CRM.stubFor(
        any(anyUrl())
            .inScenario("the first is refused")
            .whenScenarioStateIs(state)
            .willReturn(aResponse().withStatus(status))
            .willSetStateTo("refused one"));
  }

  private static int messagesIn(String queue) {
    return gateway.bus().browse(queue).size();
  }

  private static double delivered() {
    return Scrape.of(gateway).value("gatehouse_delivery_lag_seconds_count", "receiver", "crm");
  }

  private static boolean isMeasured() {
    return Scrape.of(gateway).series().stream()
        .anyMatch(series -> series.name().equals("gatehouse_queue_oldest_seconds"));
  }

  private static String manual() throws IOException {
    return Files.readString(MANUAL);
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyMetricIsThere() throws IOException {
    Set<String> named = found("`((?:gatehouse|disk|jvm|process)_[a-z_]+)[`{]", manual());
    Set<String> there =
        Scrape.of(gateway).series().stream()
            .map(series -> series.name().replaceAll("_(count|sum|max|bucket)$", ""))
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(10);
    assertThat(there).containsAll(named);
    assertThat(named)
        .containsAll(there.stream().filter(name -> name.startsWith("gatehouse_")).toList());
  }

  /** A setting that nothing reads would be in no source, no route file and no setting. */
  @Test
  void everySettingIsRead() throws IOException {
    Set<String> named =
        found(
            "`((?:gatehouse|spring|management|logging|kompliant|ondato|kompar|thekyb|argos|crm|kyc-core)\\.[a-z0-9.-]+)[`=]",
            manual());
    String sources =
        text(Path.of("src/main"), "java", "yaml")
            + text(Path.of("routes"), "yaml")
            + Files.readString(Path.of("docs/settings.md"));

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(named)
        .filteredOn(setting -> !setting.startsWith("logging.level."))
        .allSatisfy(
            setting -> assertThat(sources).contains(setting.replaceFirst("^kyc-core", "crm")));
  }

  private static String text(Path folder, String... endings) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        if (Stream.of(endings).anyMatch(file.toString()::endsWith)) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  @Test
  void everyWordOfAReasonIsOneThatRefusalsHave() throws IOException {
    String words =
        manual().lines().filter(line -> line.startsWith("| `reason` |")).findFirst().orElseThrow();
    String source = text(Path.of("src/main/java/io/gatehouse/web"), "java");

    assertThat(found("`([a-z-]+)`", words.substring(12)))
        .hasSize(12)
        .filteredOn(word -> !Set.of("source", "partner").contains(word))
        .allSatisfy(word -> assertThat(source).contains("\"" + word + "\""));
  }

  @Test
  void theAlertsAreThoseThatAreDeployed() throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(ALERTS), "There is no k8s/ with alerts to compare with");

    assertThat(found("\\*\\*(Gatehouse[A-Za-z]+)\\*\\*", manual()))
        .isEqualTo(found("alert: (Gatehouse[A-Za-z]+)", text(ALERTS, "yaml")));
  }

  @Test
  void everyLinkAndEveryFileLeadsSomewhere() throws IOException {
    Set<String> headings =
        manual()
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).toLowerCase().replace(' ', '-'))
            .collect(Collectors.toSet());

    assertThat(headings).containsAll(found("\\]\\(#([a-z-]+)\\)", manual()));
    assertThat(found("\\]\\(([^#)]+)[#)]", manual()))
        .allSatisfy(link -> assertThat(MANUAL.resolveSibling(link)).exists());
    assertThat(found("`((?:routes|src)/[\\w/.-]+)`", manual()))
        .allSatisfy(file -> assertThat(Path.of(file)).exists());
  }

  static List<String> commands() throws IOException {
    return Pattern.compile("(?ms)^ *(?:\\d\\. )?```sh\\n(.*?)^ *```")
        .matcher(manual())
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains("$AT"))
        .map(block -> block.replace("AT=" + OPERATORS, ""))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandWorksAsItStands(String block) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "There is no curl here");
    ProcessBuilder shell =
        new ProcessBuilder(
                "bash",
                "-euo",
                "pipefail",
                "-c",
                "curl() { command curl --fail-with-body \"$@\"; }\n" + block)
            .redirectErrorStream(true);
    shell
        .environment()
        .put("AT", OPERATORS.replace("8081", Integer.toString(gateway.managementPort())));
    Process process = shell.start();
    String output = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as("%s", output).isZero();
    assertThat(output).isNotBlank();
  }
}
