package io.gatehouse.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NewVendorCommandTest {

  private static final String TIMED_BODY =
      "{\"id\":\"timed-1\",\"type\":\"verification.started\",\"case_id\":\"c-1\"}";

  @TempDir Path folder;

  private final StringWriter response = new StringWriter();
  private Gateway gateway;

  @AfterEach
  void stopTheGateway() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> whatItWritesWorksAsItIs() {
    Tree tree = Tree.ofSources(folder);
    for (String way : AuthMethod.words()) {
      assertThat(newVendor(way + "-vendor", "--auth", way)).as(response.toString()).isZero();
    }
    newVendor("timed", "--auth", "hmac");
    replace(
        tree.path("routes/vendors/timed.camel.yaml"),
        "            parameters:\n              header: X-Timed",
        "            parameters:\n              signed: time-and-body\n              header: X-Timed");
    replace(
        tree.path("routes/simulations/timed.yaml"),
        "signature-secret}}\"}",
        "signature-secret}}\", over: \"{t}.{body}\", value: \"t={t},v1={hex}\"}");
    gateway = tree.start("src/main/resources");

    Path settings = settingsOf(tree);
    Stream<DynamicTest> samples =
        AuthMethod.words().stream()
            .map(way -> tree.path("src/test/resources/vendors/" + way + "-vendor/an-approval"))
            .map(path -> dynamicTest(path.getParent().getFileName().toString(), sample(path)));
    Stream<DynamicTest> played =
        AuthMethod.words().stream()
            .map(way -> way + "-vendor")
            .map(vendor -> dynamicTest(vendor + ", played", () -> checkPlayed(vendor, settings)));
    Stream<DynamicTest> timed =
        Stream.of(dynamicTest("timed, as the comment says", () -> checkTimed(settings)));
    return Stream.of(samples, played, timed).flatMap(tests -> tests);
  }

  /** What the profile local says there, and where its route files are. */
  private Path settingsOf(Tree tree) {
    try {
      return Files.writeString(
          folder.resolve("settings.yaml"),
          tree.text("src/main/resources/application-local.yaml")
              + "\ngatehouse.routes.directory: '%s'\n".formatted(tree.path("routes")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void checkPlayed(String vendor, Path settings) {
    assertThat(play(vendor, settings).out()).contains("200 accepted: 3\n");
    for (String scenario : List.of("onboarding", "late-reject")) {
      Played played = play(vendor, settings, "--scenario", scenario);
      assertThat(played.status()).as(played.out() + played.err()).isZero();
    }
  }

  private Played play(String vendor, Path settings, String... more) {
    List<String> arguments = new ArrayList<>(List.of(vendor, "--settings", settings.toString()));
    arguments.addAll(List.of("--no-retry", "--url", "http://localhost:" + gateway.port()));
    arguments.addAll(List.of(more));
    return Played.simulate(arguments.toArray(String[]::new));
  }

  private Executable sample(Path path) {
    return () -> new Sample(path).check(gateway);
  }

  private void checkTimed(Path settings) {
    assertThat(play("timed", settings).out()).contains("200 accepted: 3\n");
    assertThat(gateway.send(timed(Instant.now())).id()).isEqualTo("timed-1");
    assertThat(gateway.send(timed(Instant.now().minusSeconds(600))).status()).isEqualTo(401);
    assertThat(gateway.send(timed(Instant.now().plusSeconds(600))).status()).isEqualTo(401);
  }

  private static Request timed(Instant when) {
    String signed = when.getEpochSecond() + "." + TIMED_BODY;
    String hex =
        new HmacUtils(HmacAlgorithms.HMAC_SHA_256, "local-timed-signature-secret").hmacHex(signed);
    return Request.post("/webhooks/timed")
        .header("X-Timed-Signature", "t=" + when.getEpochSecond() + ",v1=" + hex)
        .body(TIMED_BODY);
  }

  @Test
  void besideAPackagedGatewayTheSettingsGoWhereTheProfileReadsThem() {
    Tree tree = Tree.packaged(folder);

    assertThat(newVendor("acme", "--auth", "token")).isZero();

    assertThat(tree.text("config/application-local.yaml")).contains("acme.token: local-acme-token");
    assertThat(tree.path("samples/acme/an-approval/request.http")).exists();
    assertThat(tree.path("routes/vendors/acme.camel.yaml")).exists();
    assertThat(tree.path("routes/simulations/acme.yaml")).exists();
  }

  @Test
  void itSaysWhatIsToBeDoneNext() {
    Tree.ofSources(folder);

    newVendor("acme-kyb", "--auth", "digest");

    assertThat(response.toString())
        .contains("routes/vendors/acme-kyb.camel.yaml", "vendors/acme-kyb/an-approval")
        .contains("routes/simulations/acme-kyb.yaml", "./gatehouse simulate acme-kyb --count 20")
        .contains("curl -i 'http://localhost:8080/webhooks/acme-kyb?key=local-acme-kyb-key' \\\n")
        .contains("ACME_KYB_KEY and ACME_KYB_SIGNATURE_SECRET", "acme-kyb.enabled=false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac", "basic", "bearer", "token", "key", "digest"})
  void evenALongNameKeepsTheLimitsOfRouteFiles(String way) {
    Tree tree = Tree.ofSources(folder);

    newVendor("abcdefghij-klmnopqrs", "--auth", way);

    assertLimits(tree.text("routes/vendors/abcdefghij-klmnopqrs.camel.yaml"));
    assertLimits(tree.text("routes/simulations/abcdefghij-klmnopqrs.yaml"));
  }

  private static void assertLimits(String text) {
    List<String> lines = text.lines().toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(80);
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    assertThat(String.join("\n", lines)).startsWith("# ").doesNotContainIgnoringCase("acme");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "routes/vendors/acme.camel.yaml                  | # mine       | is there already",
        "routes/simulations/acme.yaml                    | # mine       | is there already",
        "src/test/resources/vendors/acme/mine/x.txt      | mine         | is there already",
        "routes/downstream/acme.camel.yaml               | # a receiver | is there already",
        "routes/vendors/other.camel.yaml                 | - route: {}\\n    id: acme | has a route with the id acme",
        "src/main/resources/application-local.yaml       | acme.token: x | has settings of acme",
        "src/main/resources/application-local.yaml       | acme: {}     | has settings of acme",
      })
  void nothingIsEverOverwritten(String file, String text, String sentence) throws IOException {
    Tree tree = Tree.ofSources(folder);
    Files.createDirectories(tree.path(file).getParent());
    Files.writeString(tree.path(file), text.replace("\\n", "\n"));
    Map<Path, String> before = tree.files();

    int status = newVendor("acme", "--auth", "token");

    assertThat(status).isEqualTo(1);
    assertThat(response.toString()).contains(sentence).hasLineCount(1);
    assertThat(tree.files()).isEqualTo(before);
  }

  @Test
  void theSecondTimeItIsRefused() {
    Tree tree = Tree.ofSources(folder);
    newVendor("acme", "--auth", "token");
    Map<Path, String> before = tree.files();

    assertThat(newVendor("acme", "--auth", "hmac")).isEqualTo(1);
    assertThat(tree.files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acme",
        "acme_kyc",
        "acme.kyc",
        "acme-",
        "a--b",
        "1acme",
        "../acme",
        "a/b",
        "ácme",
        "acme ",
        "",
        "spring",
        "gatehouse",
        "abcdefghij-klmnopqrst",
      })
  void aBadNameIsRefusedInOneSentence(String name) {
    Map<Path, String> before = Tree.ofSources(folder).files();

    assertThat(newVendor(name, "--auth", "hmac")).isEqualTo(1);

    assertThat(response.toString()).contains("is no name for a vendor: ").hasLineCount(1);
    assertThat(new Tree(folder).files()).isEqualTo(before);
  }

  @Test
  void aBadWayIsRefusedInOneSentence() {
    Tree.ofSources(folder);

    assertThat(newVendor("acme", "--auth", "hmca")).isEqualTo(1);

    assertThat(response.toString())
        .isEqualToIgnoringNewLines(
            "--auth: \"hmca\" is none of hmac, basic, bearer, token, key, digest.");
  }

  @Test
  void whereThereAreNoRoutesItIsRefusedInOneSentence() {
    assertThat(newVendor("acme", "--auth", "hmac")).isEqualTo(1);

    assertThat(response.toString()).contains("There is no folder ", "--directory").hasLineCount(1);
  }

  @Test
  void theHelpTeaches() {
    newVendor("--help");

    assertThat(response.toString()).contains("./gatehouse new-vendor acme --auth hmac");
    for (String way : AuthMethod.words()) {
      assertThat(response.toString()).containsPattern("\n  " + way + " +\\w");
    }
    assertThat(response.toString().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  private int newVendor(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--directory=" + folder);
    PrintWriter writer = new PrintWriter(response, true);
    return new CommandLine(new NewVendorCommand())
        .setOut(writer)
        .setErr(writer)
        .execute(all.toArray(String[]::new));
  }

  private static void replace(Path file, String what, String with) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      assertThat(text).contains(what);
      Files.writeString(file, text.replace(what, with));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
