package io.gatehouse.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.GatewayProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;

/** Diagnostics of route files for the integration team, before they are deployed. */
class ValidateCommandTest {

  private static final String ARGOS = "vendors/argos.camel.yaml";

  @TempDir Path folder;
  private Path routes;

  @BeforeEach
  void copyTheShippedFiles() throws IOException {
    routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
  }

  @Test
  void theShippedFilesAreWell() {
    assertThat(validate("routes")).isEqualTo(new Response(0, "", ""));
  }

  @Test
  void kameletsThatNameClassesAsTheVersionBeforeAreRead() throws IOException {
    FileSystemUtils.copyRecursively(
        Path.of("src/test/resources/upgrade/kamelets"), routes.resolve("kamelets"));

    Response response = validate(routes.toString());

    assertThat(response.status()).isZero();
    assertThat(response.out())
        .hasLineCount(19)
        .contains(
            routes.resolve("kamelets/publish.kamelet.yaml")
                + ":86: hint: io.gatehouse.custody.Publish is called io.gatehouse.intake.Publish"
                + " now; write that, the next version does not know the old name.\n")
        .contains(
            ":102: hint: one-at-a-time is called single-flight now; write that, the next version"
                + " does not know the old name.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "vendors/kompliant.camel.yaml, .event_time, .event",
    "vendors/ondato.camel.yaml, .CreatedUtc, .payload",
    "vendors/veriff.camel.yaml, .verification.decisionTime // .createdAt, .status",
  })
  void aTimeThatNobodyCanReadIsAHintWhichChangesNoStatus(String file, String right, String wrong)
      throws IOException {
    edit(file, "time: " + right, "time: " + wrong);

    Response response = validate(routes.toString());

    assertThat(response.status()).isZero();
    assertThat(response.out())
        .startsWith("%s:%d: hint: ".formatted(routes.resolve(file), lineOf(file, "time: ")))
        .contains("no time that can be read")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "veriff, #{Name.firstName}, #{lorem.characters '2000000000'}",
    "ondato, '#{date.birthday ''18'',''80'',''yyyy-MM-dd''}', #{regexify '(a*)*b{2000000000}'}",
  })
  void whatASimulationWouldMakeUpIsNotMadeUp(String vendor, String right, String endless)
      throws IOException {
    edit("simulations/%s.yaml".formatted(vendor), right, endless);

    assertThat(validate(routes.toString())).isEqualTo(new Response(0, "", ""));
  }

  @ParameterizedTest(name = "{2}")
  @CsvFileSource(resources = "/routes/mistakes.csv", delimiter = '|', numLinesToSkip = 1)
  void aMistakeIsToldWithFileAndLine(
      String file, String right, String wrong, String at, String sentence) throws IOException {
    edit(file, right, wrong);

    Response response = validate(routes.toString());

    assertThat(response.status()).isEqualTo(1);
    assertThat(response.out())
        .isEqualTo(
            "%s:%d: %s\n"
                .formatted(
                    routes.resolve(file),
                    lineOf(file, at == null ? wrong : at),
                    sentence.replace("FOLDER", routes.toString())));
  }

  @Test
  void theFirstMistakeOfEachFileIsTold() throws IOException {
    edit(ARGOS, "max: 1MB", "maxi: 1MB");
    edit(ARGOS, "kamelet:require-key", "kamelet:require-kee");
    edit("vendors/kompar.camel.yaml", "mode: CBC", "mode: XYZ");
    edit("kamelets/require-partner.kamelet.yaml", "from:", "form:");
    edit("kamelets/limit-requests.kamelet.yaml", "LimitRequests", "LimitRequest");
    Files.writeString(routes.resolve("vendors/empty.camel.yaml"), "");

    Response response = validate(routes.toString());

    assertThat(response.status()).isEqualTo(1);
    assertThat(response.out().lines().map(line -> line.split(":")[0]))
        .map(file -> routes.relativize(Path.of(file)).toString())
        .containsExactly(
            "kamelets/limit-requests.kamelet.yaml",
            "kamelets/require-partner.kamelet.yaml",
            ARGOS,
            "vendors/empty.camel.yaml",
            "vendors/kompar.camel.yaml");
  }

  @Test
  void aRouteThatWouldLoseEventsIsTold() throws IOException {
    edit(
        "kamelets/take-from-queue.kamelet.yaml",
        "concurrentConsumers:",
        "transacted: false\n        concurrentConsumers:");

    assertThat(validate(routes.toString()).out())
        .contains("would acknowledge events before it is done with them");
  }

  @Test
  void aCopyThatStillNamesTheOtherReceiverIsTold() throws IOException {
    String crm = Files.readString(routes.resolve("downstream/crm.camel.yaml"));
    Files.writeString(routes.resolve("downstream/erp.camel.yaml"), crm);
    String settings = settings("erp.url: https://erp.example");

    assertThat(validate(routes.toString(), "--settings", settings).out())
        .contains("erp.camel.yaml:6: another route has the id 'crm' already");
    edit("downstream/erp.camel.yaml", "id: crm", "id: erp");
    assertThat(validate(routes.toString(), "--settings", settings).out())
        .contains("erp.camel.yaml:10: the parameter 'queue' must be deliver.erp here");
  }

  @Test
  void aFileThatIsSwitchedOffIsCheckedToo() throws IOException {
    edit(ARGOS, "max: 1MB", "maxi: 1MB");

    assertThat(validate(routes.toString(), "--settings", settings("argos.enabled: false")).out())
        .contains("kamelet 'limit-size' has no parameter 'maxi', did you mean 'max'?");
  }

  @Test
  void settingsComeFromAFile() throws IOException {
    edit(ARGOS, "argos.key", "argos.secret-of-staging");

    assertThat(validate(routes.toString()).out())
        .contains(
            "argos.secret-of-staging is not set: give it a value (environment variable"
                + " ARGOS_SECRET_OF_STAGING), or write it into the file of --settings.");
    String settings = settings("argos.secret-of-staging: a-value");
    assertThat(validate(routes.toString(), "--settings", settings))
        .isEqualTo(new Response(0, "", ""));
  }

  @Test
  void theAddressOfAReceiverMayLookLikeOneOfTheBus() throws IOException {
    String settings =
        settings(
            "kyc-core.url: https://kyc.bank.example/a\ncrm.url: https://deliver.acme.example/b");

    assertThat(validate(routes.toString(), "--settings", settings))
        .isEqualTo(new Response(0, "", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'name: type', 'name: type, constant: \"{{argos.word}}\", id: x'",
    "consumes: application/json, 'consumes: \"{{argos.word}}\"'",
    "'.webhook_trigger | tostring', '.webhook_trigger | \"kyc.{{argos.word}}.x\"'"
  })
  void whatIsSetIsNotRepeated(String right, String wrong) throws IOException {
    edit(ARGOS, right, wrong);

    Response plain = validate(routes.toString(), "--settings", settings("argos.word: s3cretvalue"));
    Response open =
        validate(routes.toString(), "--settings", settings("argos.word: s3cret${value}"));

    assertThat(plain.status()).isEqualTo(1);
    assertThat(plain.out() + plain.err()).doesNotContain("s3cret");
    assertThat(open.status()).isEqualTo(1);
    assertThat(open.out() + open.err())
        .contains("argos.word: what is set")
        .doesNotContain("s3cret");
  }

  @Test
  void aLineOfSettingsThatIsNoYamlIsNotQuoted() throws IOException {
    Response response =
        validate(routes.toString(), "--settings", settings("kompar.token: @S3cretValue"));

    assertThat(response.status()).isEqualTo(2);
    assertThat(response.err())
        .contains("settings.yaml, line 1, cannot be")
        .doesNotContain("S3cret");
  }

  @Test
  void aSettingThatStandsInTheFileTwiceIsTold() throws IOException {
    Path twice = folder.resolve("twice.properties");
    Files.writeString(twice, "argos.key=a\nargos.enabled=true\nargos.key=b\n");
    String yaml = settings("argos.key: a\nargos.key: b\n");

    Response properties = validate(routes.toString(), "--settings", twice.toString());

    assertThat(properties.status()).isEqualTo(2);
    assertThat(properties.err()).contains("line 3: argos.key stands in line 1 already");
    assertThat(validate(routes.toString(), "--settings", yaml).status()).isEqualTo(2);
  }

  @Test
  void theBusFileAndFilesThatNobodyReadsAreLookedAtToo() throws IOException {
    edit("bus.properties", "forwardingAddress=deliver.crm", "forwardingAddress=kyc.lending");
    Files.writeString(routes.resolve("vendors/Acme.java"), "class Acme {}");

    Response response = validate(routes.toString());

    assertThat(response.status()).isEqualTo(1);
    assertThat(response.out())
        .contains(
            "vendors/Acme.java: nobody reads this file",
            "bus.properties:%d: the divert 'crm' takes what comes to 'kyc.#'"
                .formatted(lineOf("bus.properties", "\"crm\".address")));
  }

  @Test
  void whatCannotBeUsedAtAllHasAStatusOfItsOwn() {
    Response noFolder = validate("nowhere");
    Response noSettings = validate(routes.toString(), "--settings", "nowhere.yaml");

    assertThat(noFolder.status()).isEqualTo(2);
    assertThat(noFolder.err()).contains("nowhere");
    assertThat(noSettings.status()).isEqualTo(2);
    assertThat(noSettings.err()).contains("nowhere.yaml cannot be read as settings");
    assertThat(validate("--setings", "x").status()).isEqualTo(2);
  }

  @Test
  void theProgramSaysTheLinesAndNothingElse() throws IOException {
    edit(ARGOS, "max: 1MB", "maxi: 1MB");

    try (GatewayProcess program = GatewayProcess.command("validate", routes.toString())) {
      assertThat(program.exitStatus()).isEqualTo(1);
      assertThat(program.output())
          .isEqualTo(
              "%s:%d: kamelet 'limit-size' has no parameter 'maxi', did you mean 'max'?\n"
                  .formatted(routes.resolve(ARGOS), lineOf(ARGOS, "maxi: 1MB")));
    }
  }

  @Test
  void theProgramSaysWhichVersionItIs() throws IOException {
    try (GatewayProcess program = GatewayProcess.command("--version")) {
      assertThat(program.exitStatus()).isZero();
      assertThat(program.output())
          .isEqualTo("gatehouse %s (Java %s)\n".formatted(versionOfThePom(), Runtime.version()));
    }
  }

  private static String versionOfThePom() throws IOException {
    return Files.readString(Path.of("pom.xml")).replaceAll("(?s).*?<version>(.*?)<.*", "$1");
  }

  private void edit(String file, String right, String wrong) throws IOException {
    Path edited = routes.resolve(file);
    String text = Files.readString(edited);
    assertThat(text).contains(right);
    Files.writeString(edited, text.replace(right, wrong.replace("\\n", "\n")));
  }

  private int lineOf(String file, String part) throws IOException {
    String first = part.split("\\\\n")[0];
    List<String> lines = Files.readAllLines(routes.resolve(file));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(first)) {
        return i + 1;
      }
    }
    throw new AssertionError(file + " has no " + first);
  }

  private String settings(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.yaml"), text).toString();
  }

  /** The result of a command. */
  private record Response(int status, String out, String err) {}

  private static Response validate(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(new ValidateCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Response(status, out.toString(), err.toString());
  }
}
