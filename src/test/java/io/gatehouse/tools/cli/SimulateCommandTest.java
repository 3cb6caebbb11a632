package io.gatehouse.tools.cli;

import static io.gatehouse.tools.cli.Played.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.tools.cli.StubGateway.Got;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** The command {@code simulate}: its options, its requests, its retries, its output. */
class SimulateCommandTest {

  @TempDir Path folder;

  private StubGateway gateway;

  @BeforeEach
  void open() {
    gateway = new StubGateway();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void theListShowsVendorsTheirEventsAndTheirScenarios() {
    Played played = simulate("--list");

    assertThat(played.status()).isZero();
    assertThat(played.out().lines().map(String::strip))
        .contains("argos", "kompar", "kompliant", "ondato", "thekyb")
        .anyMatch(line -> line.matches("decisions\\.accepted +the customer takes the offer"))
        .anyMatch(line -> line.matches("late-reject +an approval; then a rejection .*"));
  }

  @Test
  void theHelpTeachesByExamplesThatFitAnyTerminal() {
    Played played = simulate("--help");

    assertThat(played.status()).isZero();
    assertThat(played.out()).contains("simulate --all --count 100", "--scenario late-reject");
    assertThat(played.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody                         | There is no vendor 'nobody'; known are argos, ",
        "kompar aplications             | kompar has no event 'aplications'; known are"
            + " applications,",
        "kompar --scenario late         | kompar has no scenario 'late'; known are onboarding,",
        "--all --scenario late          | No vendor has a scenario 'late'",
        "--rate 5                       | Name a vendor, or --all",
        "kompar --all                   | Name a vendor, or --all",
        "kompar x --scenario onboarding | A scenario has its own events",
        "kompar --faster 0              | --faster and --connections must be above 0",
        "kompar --url localhost         | --url must be like http://localhost:8080",
        "kompar --settings nowhere.yaml | nowhere.yaml cannot be read",
        "kompar --duplicate --corrupt   | mutually exclusive",
        "kompar --rte 5                 | Unknown option: '--rte'",
      })
  void aCommandThatIsNotRightEndsWithStatusTwoAndOneSentence(String line, String sentence) {
    Played played = simulate(line.split(" "));

    assertThat(played.status()).isEqualTo(2);
    assertThat(played.err()).contains(sentence);
    assertThat(played.out()).isEmpty();
  }

  @Test
  void aVendorSendsWhatItsFileSays() {
    simulate("kompliant", "mbtrust_success", "--url", gateway.url());

    assertThat(gateway.got()).hasSize(1);
    Got got = gateway.got().get(0);
    assertThat(got.path()).isEqualTo("/webhooks/kompliant?partner_id=rockoutpay");
    assertThat(got.headers().getFirst("X-Forwarded-For")).isEqualTo("3.230.141.132");
    assertThat(got.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(got.body()).startsWith("{\"id\":\"").contains("\"event\":\"mbtrust_success\"");
  }

  @Test
  void aWordStandsForAllEventsThatBeginSo() {
    simulate("ondato", "KybIdentification.Document", "Form.Created", "--url", gateway.url());

    assertThat(gateway.got("/webhooks"))
        .extracting(got -> got.body().replaceAll(".*\"[Tt]ype\":\"([^\"]*)\"}", "$1"))
        .containsExactlyInAnyOrder(
            "KybIdentification.Document.Created",
            "KybIdentification.Document.Uploaded",
            "KybIdentification.Document.Updated",
            "KybIdentification.Document.Deleted",
            "Form.Created");
  }

  @Test
  void ondatoProvesItselfInEachOfItsWaysInTurn() {
    gateway.tokens("of-the-endpoint");

    simulate("ondato", "Form", "--connections", "1", "--url", gateway.url());

    assertThat(gateway.got("/webhooks/ondato"))
        .extracting(got -> "" + got.headers().getFirst("Authorization"))
        .containsExactly(
            "Basic b25kYXRvOmxvY2FsLW9uZGF0by1wYXNzd29yZA==", "Bearer of-the-endpoint", "null");
    assertThat(gateway.got("/webhooks/ondato").get(2).headers().getFirst("Ondato-Signature"))
        .matches("t=\\d+,s=[0-9a-f]{64}");
  }

  @Test
  void theSameSeedGivesTheSamePeopleAndAnotherGivesOthers() {
    for (String seed : List.of("1", "1", "2")) {
      simulate("thekyb", "service_resolved.kyc", "--seed", seed, "--url", gateway.url());
    }

    List<String> bodies = gateway.got().stream().map(Got::body).toList();
    assertThat(bodies.get(1)).isEqualTo(bodies.get(0));
    assertThat(bodies.get(2)).isNotEqualTo(bodies.get(0));
  }

  @Test
  void theRateIsNotExceeded() {
    Played played = simulate("thekyb", "--count", "51", "--rate", "50", "--url", gateway.url());

    List<Got> got = gateway.got();
    assertThat(got).hasSize(51);
    // A second, but for what the first request takes longer than the others.
    assertThat(Duration.ofNanos(got.get(50).at() - got.get(0).at()))
        .isGreaterThan(Duration.ofMillis(700));
    assertThat(played.out()).contains("events      51\n", "p50", "p99", "requests/s");
  }

  @Test
  void komparTriesAgainAtItsTimesEncryptedAnewUntilThereIsA200() {
    gateway.answering(503, 201, 204, 500);

    Played played = simulate("kompar", "applications", "--faster", "2000", "--url", gateway.url());

    List<Got> got = gateway.got();
    assertThat(got).hasSize(5).extracting(Got::body).doesNotHaveDuplicates();
    assertThat(pauses(got))
        .zipSatisfy(
            List.of(15L, 60L, 450L, 1800L),
            (pause, scheduled) -> assertThat(pause).isBetween(scheduled, scheduled + 1000));
    assertThat(played.status()).isZero();
    assertThat(played.out()).contains("503: 1\n", "retries     4\n", "200 accepted: 1\n");
    assertThat(played.err()).contains("kompar applications: 503; kompar tries again in");
  }

  private static List<Long> pauses(List<Got> got) {
    return IntStream.range(1, got.size())
        .mapToObj(i -> (got.get(i).at() - got.get(i - 1).at()) / 1_000_000)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "kompar,    applications,       503, 5",
    "kompar,    applications,       202, 5",
    "ondato,    Form.Created,       503, 11",
    "ondato,    Form.Created,       202, 1",
    "ondato,    Form.Created,       401, 1",
    "argos,     approved,           503, 4",
    "thekyb,    ongoing_aml_webhook,503, 1",
    "kompliant, mbtrust_success,    503, 1",
  })
  void aVendorGivesUpAfterItsOwnNumberOfAttempts(
      String vendor, String event, int status, int attempts) {
    gateway.always(status);

    Played played = simulate(vendor, event, "--faster", "1000000", "--url", gateway.url());

    assertThat(gateway.got()).hasSize(attempts);
    assertThat(played.status()).isEqualTo(1);
    assertThat(played.out()).contains(vendor + " " + event + ": " + status);
  }

  @Test
  void withoutRetriesTheFirstAnswerIsTheLast() {
    gateway.always(503);

    Played played = simulate("kompar", "applications", "--no-retry", "--url", gateway.url());

    assertThat(gateway.got()).hasSize(1);
    assertThat(played.status()).isEqualTo(1);
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsNone() throws IOException {
    gateway.silentOnce();

    Played played = simulate("impatient", "--settings", "" + families(), "--url", gateway.url());

    assertThat(gateway.got()).hasSize(2);
    assertThat(played.status()).isZero();
    assertThat(played.out()).contains("no answer (not in time): 1", "200 accepted: 1");
  }

  @Test
  void whereNobodyListensTheVendorSaysSoAndWaits() {
    String url = gateway.url();
    gateway.close();

    Played played = simulate("kompar", "applications", "--faster", "1000000", "--url", url);

    assertThat(played.status()).isEqualTo(1);
    assertThat(played.out()).contains("no answer (nobody listens there): 5");
    assertThat(played.err())
        .contains("nobody listens there); kompar tries again in")
        .hasLineCount(1);
  }

  @Test
  void anotherIdForTheSameEventIsNotAsExpected() {
    gateway.newIds();

    Played played =
        simulate("thekyb", "ongoing_aml_webhook", "--duplicate", "--url", gateway.url());

    assertThat(played.status()).isEqualTo(1);
    assertThat(played.out()).contains("sent again  1, same id 0", "not the id of the first");
  }

  @Test
  void anAcceptedBodyThatNobodyCanReadIsNotAsExpected() {
    Played played = simulate("thekyb", "ongoing_aml_webhook", "--corrupt", "--url", gateway.url());

    assertThat(played.status()).isEqualTo(1);
    assertThat(played.out()).contains("expected 200 quarantined");
  }

  @Test
  void theSettingsFileGoesOverTheProfileAndTheSecretFilesOverBoth() throws IOException {
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("kompar.token"), "from-a-secret-file\n");
    Path settings =
        Files.writeString(
            folder.resolve("settings.yaml"),
            "kompar: {token: from-the-settings, sources: '203.0.113.7,192.0.2.0/24'}\n"
                + "gatehouse.secrets.directory: %s\n".formatted(secrets));

    simulate("kompar", "applications", "--settings", "" + settings, "--url", gateway.url());

    assertThat(gateway.got().get(0).headers().getFirst("Authorization"))
        .isEqualTo("token from-a-secret-file");
    assertThat(gateway.got().get(0).headers().getFirst("X-Forwarded-For")).isEqualTo("203.0.113.7");
  }

  @Test
  void aVendorThatIsSwitchedOffIsNotAmongAll() throws IOException {
    Path settings = Files.writeString(folder.resolve("off.properties"), "ondato.enabled=false\n");

    simulate("--all", "--settings", "" + settings, "--url", gateway.url());

    assertThat(gateway.got()).isNotEmpty().noneMatch(got -> got.path().contains("ondato"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hex-in-a-header", "time-and-body", "plain-hex"})
  void aVendorOfAKnownFamilyNeedsAFileOnly(String vendor) throws IOException {
    Played played = simulate(vendor, "--settings", "" + families(), "--url", gateway.url());

    assertThat(played.status()).as(played.err()).isZero();
    assertThat(gateway.got()).hasSize(1);
  }

  @Test
  void aTimeThatNobodyCanReadIsAHintBelowTheReport() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
    Path file = folder.resolve("routes/vendors/kompliant.camel.yaml");
    Files.writeString(file, Files.readString(file).replace("time: .event_time", "time: .event"));
    Path settings =
        Files.writeString(
            folder.resolve("routes.yaml"),
            "gatehouse.routes.directory: %s\n".formatted(folder.resolve("routes")));

    Played played =
        simulate(
            "kompliant", "mbtrust_success", "--settings", "" + settings, "--url", gateway.url());

    assertThat(played.status()).isZero();
    assertThat(played.out().lines().reduce((before, last) -> last).orElseThrow())
        .matches(".*/vendors/kompliant[.]camel[.]yaml:[0-9]+: hint: what time picks of .*");
  }

  @Test
  void theFileInTheGuideIsPlayedAsItStandsThere() throws IOException {
    String guide = Files.readString(Path.of("docs/simulating-vendors.md"));
    String file = guide.substring(guide.indexOf("```yaml\n") + 8);
    Path simulations = Files.createDirectories(folder.resolve("guide/simulations"));
    Files.writeString(simulations.resolve("example.yaml"), file.substring(0, file.indexOf("```")));
    Path settings =
        Files.writeString(
            folder.resolve("guide.yaml"),
            "gatehouse.routes.directory: %s\nexample.secret: new,old\n"
                .formatted(folder.resolve("guide")));

    Played played =
        simulate(
            "example",
            "--scenario",
            "late-reject",
            "--settings",
            "" + settings,
            "--url",
            gateway.url());

    assertThat(played.status()).as(played.err()).isZero();
    assertThat(gateway.got()).hasSize(2);
    assertThat(gateway.got().get(1).path()).isEqualTo("/webhooks/example?account=demo");
    assertThat(gateway.got().get(1).body()).contains("\"type\":\"person.rejected\"");
    assertThat(gateway.got().get(1).headers().getFirst("X-Signature"))
        .matches("t=\\d+,v1=[0-9a-f]{64} t=\\d+,v1=[0-9a-f]{64}");
  }

  private Path families() throws IOException {
    return Files.writeString(
        folder.resolve("families.properties"),
        """
        gatehouse.routes.directory=src/test/resources/simulations
        hex-in-a-header.secret=first-secret
        time-and-body.secret=new-secret,old-secret
        plain-hex.secret=shared-secret
        plain-hex.key=public-key
        """);
  }
}
