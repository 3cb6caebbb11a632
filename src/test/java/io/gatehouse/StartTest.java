package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

/** What the operator reads when the gateway cannot start: one sentence, and no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

  @TempDir Path folder;

  private final CapturedOutput output;

  StartTest(CapturedOutput output) {
    this.output = output;
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "kompar.token      |                                  | kompar.token is not set",
        "kompar.key        | 0123456789abcdef0123456789abcde  | kompar.key must be exactly 32",
        "kompliant.sources | 300.1.1.1                        | kompliant.sources, parameter",
        "kompliant.sources | 10.1.1.1/8                       | has host bits set",
        "kompliant.sources |                                  | kompliant.sources, parameter",
        "gatehouse.rate-limit.requests-per-second | 0         | is not a whole number from 1",
        "gatehouse.trusted-proxies | proxy.example            | gatehouse.trusted-proxies: \"proxy.example\"",
        "argos.encryption.enabled  | true                     | argos.encryption.api-key is not set",
        "ondato.oauth2.issuer      | https://idp.example      | ondato.oauth2.audience is not set",
        "gatehouse.routes.directory | nowhere                 | gatehouse.routes.directory",
        "spring.artemis.mode       | another                  | spring.artemis.mode is 'another'",
        "crm.token                 |                          | crm.token is not set",
        "crm.late-events           | sometimes                | crm.late-events, parameter",
        "crm.url                   | log:crm                  | crm.url: what is set is no address",
        "crm.enabled               | ture                     | crm.enabled: \"ture\" is neither true nor false",
        "crm.signature-secret      | whsec_AAAA               | crm.signature-secret is no secret",
        "kyc-core.oauth2.token-url | http://127.0.0.1:1/token | kyc-core.oauth2.client-id is not set",
        "spring.datasource.url     | jdbc:postgresql://127.0.0.1:1/x | spring.datasource.url",
        "kompar.api.base-url | https://api.example            | or take kompar.api.base-url away",
      })
  void aBadSettingStopsTheStartWithASentenceThatNamesIt(
      String property, String value, String sentence) {
    Map<String, String> settings = settings();
    settings.put(property, value == null ? "" : value);

    String output = startAndFail(settings);

    assertThat(output).contains("Gatehouse did not start. ").contains(sentence);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "kompar.api.base-url,            https://api.example/, kompar.api.base-url must be https://",
    "kompar.api.applications-url,    http://gate.example/, kompar.api.applications-url must be https://",
    "kompar.api.register-at-start,   true, kompar.api.applications-url is not set",
    "kompar.api.requests-per-minute, none, 'kompar.api.requests-per-minute, parameter'",
  })
  void aBadSettingOfAnApiStopsTheStartToo(String property, String value, String sentence) {
    Map<String, String> settings = settings();
    settings.put("kompar.api.base-url", "https://api.example");
    settings.put("kompar.api.login", "login");
    settings.put("kompar.api.password", "password");
    settings.put(property, value);

    assertThat(startAndFail(settings)).contains("Gatehouse did not start. ").contains(sentence);
  }

  /** Some of each kind; {@code ValidateCommandTest} has them all. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "kamelet:allow-sources    | kamelet:alow-sources  | unknown kamelet 'alow-sources', did you mean 'allow-sources'?",
        "uri: kamelet:allow       | uri: [kamelet:allow   | line 14: this is not YAML",
        "subject: .application_id | subject: .application_id ) | is no jq",
        "time: .event_time        | time: nosuchfn(.event_time) | line 50: jq has no function 'nosuchfn'.",
        "{uri: kamelet:limit-size, parameters: {max: 1MB}} | kamelet:quarantine | lets anybody in",
      })
  void aBadRouteFileStopsTheStartWithASentenceThatNamesIt(
      String right, String wrong, String sentence) throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
    Path file = folder.resolve("routes/vendors/kompliant.camel.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
    Map<String, String> settings = settings();
    settings.put("gatehouse.routes.directory", folder.resolve("routes").toString());

    String output = startAndFail(settings);

    assertThat(output).contains("kompliant.camel.yaml").contains(sentence);
  }

  @Test
  void aRouteThatWouldAcknowledgeEventsBeforeItIsDoneStopsTheStart() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
    Path file = folder.resolve("routes/kamelets/take-from-queue.kamelet.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("concurrentConsumers:", "transacted: false\n        concurrentConsumers:"));
    Map<String, String> settings = settings();
    settings.put("gatehouse.routes.directory", folder.resolve("routes").toString());

    assertThat(startAndFail(settings)).contains("acknowledge events before it is done with them");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "journalSyncNonTransactional=false                      | switches persistence",
        "addressSettings.\"kyc.#\".addressFullMessagePolicy=DROP | lets kyc.# drop messages",
        "addressSettings.\"kyc.#\".pageFullMessagePolicy=DROP    | lets kyc.# drop messages",
        "addressConfigurations.\"kyc.identity\".queueConfigs.\"kyc.identity\".durable=false | lets the queue kyc.identity drop",
        "addressSettings.\"deliver.#\".iDCacheSize=1000         | copies events to deliver.",
        "divertConfigurations.\"crm\".forwardingAddress=deliver.erp | which has no queue",
        "adressSettings.x.maxDeliveryAttempts=1                 | cannot be set in this file",
        "addressSettings.x.maxDeliveryAttemts=1                 | Artemis does not understand",
      })
  void aBusFileThatWouldLoseEventsStopsTheStart(String line, String sentence) throws IOException {
    Path file = folder.resolve("bus.properties");
    Files.writeString(file, Files.readString(Path.of("routes/bus.properties")) + "\n" + line);
    Map<String, String> settings = settings();
    settings.put("gatehouse.broker.addresses", file.toString());

    String output = startAndFail(settings);

    assertThat(output).contains("bus.properties").contains(sentence);
  }

  @Test
  void withoutAProfileThereIsNoDefaultSecret() {
    try (GatewayProcess gateway = GatewayProcess.start("", ports())) {
      assertThat(gateway.exitStatus()).isNotZero();
      assertThat(gateway.output()).contains("is not set").contains("environment variable");
      // Among JSON lines, this one is readable for people.
      assertThat(gateway.output()).containsPattern("(?m)^Gatehouse did not start\\. .* is not set");
    }
  }

  @Test
  void theProcessEndsWithAStatusThatSaysSo() {
    Map<String, String> settings = settings();
    settings.put("kompar.token", "");
    try (GatewayProcess gateway = GatewayProcess.start("local", settings)) {
      assertThat(gateway.exitStatus()).isEqualTo(1);
      assertThat(gateway.output())
          .contains(
              "Gatehouse did not start. routes/vendors/kompar.camel.yaml, line 15: kompar.token is not set")
          .doesNotContain("\tat ")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aSecondProcessOnAFolderEndsWithASentenceAndAtOnceWhenItIsTold() throws IOException {
    Path data = Files.createDirectories(folder.resolve("broker"));
    try (FileChannel held =
            FileChannel.open(
                data.resolve("gatehouse.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = held.lock();
        GatewayProcess second = GatewayProcess.start("local", settings());
        GatewayProcess third = GatewayProcess.start("local", settings())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> third.output().contains("the start waits up to 10 seconds"));
      long started = System.nanoTime();
      third.process().destroy();

      assertThat(third.exitStatus()).isNotZero();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
      assertThat(second.exitStatus()).isEqualTo(1);
      assertThat(second.output())
          .contains("(gatehouse.broker.data-directory) is in use by another process")
          .doesNotContain("\tat ");
      assertThat(lock.isValid()).isTrue();
    }
  }

  /** In this process, since a process for each of so many cases would take minutes. */
  private String startAndFail(Map<String, String> settings) {
    int before = output.length();
    String[] arguments =
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    assertThatThrownBy(
            () ->
                new SpringApplicationBuilder(Gatehouse.class)
                    .profiles("local")
                    .run(arguments)
                    .close())
        .isInstanceOf(RuntimeException.class);
    String printed = output.getAll().substring(before);
    assertThat(printed).doesNotContain("\tat ").doesNotContain("Exception");
    return printed;
  }

  private Map<String, String> settings() {
    return new HashMap<>(ports());
  }

  private Map<String, String> ports() {
    return Map.of(
        "server.port", "0",
        "management.server.port", "0",
        "gatehouse.broker.acceptor", "",
        "gatehouse.broker.data-directory", folder.resolve("broker").toString());
  }
}
