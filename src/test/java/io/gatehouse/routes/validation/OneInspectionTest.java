package io.gatehouse.routes.validation;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.Gatehouse;
import io.gatehouse.routes.deployment.EditedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

/**
 * A start, a reload and {@code validate} report the same sentence for the same mistake. Each case
 * is a vendor's file that is valid except for one text.
 */
@ExtendWith(OutputCaptureExtension.class)
class OneInspectionTest {

  private static final Path CASES = Path.of("src/test/resources/routes/refused.yaml");

  @TempDir static Path folder;
  private static EditedGateway gate;
  private static JsonNode cases;
  private Path routes;

  @BeforeAll
  static void start() throws IOException {
    cases = new ObjectMapper(new YAMLFactory()).readTree(CASES.toFile());
    gate =
        EditedGateway.start(
            folder.resolve("running"),
            Map.of(
                "vendors/acme.camel.yaml",
                sound("acme"),
                "vendors/globex.camel.yaml",
                sound("globex"),
                "vendors/initech.yaml",
                sound("initech")),
            Map.of("hooli.sorces", "192.0.2.0/24"));
  }

  @AfterAll
  static void stop() {
    gate.close();
  }

  @BeforeEach
  void copyTheShippedFiles() throws IOException {
    routes = folder.resolve("offline");
    FileSystemUtils.deleteRecursively(routes);
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
  }

  /** An editor numbers the steps of each file from the same number on. */
  @Test
  void theFileIsSoundWithoutTheMistakesAlsoBesideOneWithTheSameStepIds() throws IOException {
    Files.writeString(routes.resolve("vendors/acme.camel.yaml"), sound("acme"));
    Files.writeString(routes.resolve("vendors/globex.camel.yaml"), sound("globex"));

    assertThat(validate()).isEmpty();

    assertThat(stateOf("vendors/acme.camel.yaml")).isEqualTo("served");
    assertThat(stateOf("vendors/globex.camel.yaml")).isEqualTo("served");
    gate.write("vendors/umbrella.camel.yaml", sound("umbrella"));
    EditedGateway.soon().until(() -> stateOf("vendors/umbrella.camel.yaml").equals("served"));
  }

  @Test
  void aFileThatNobodyReadsIsToldAtTheStartAndToOperators(CapturedOutput log) {
    String sentence =
        "nobody reads this file: files here are named <name>.camel.yaml; rename it to"
            + " initech.camel.yaml, or take it away.";

    assertThat(log.getAll()).contains(gate.file("vendors/initech.yaml") + ": " + sentence);
    assertThat(stateOf("vendors/initech.yaml")).isEqualTo("unread");
    assertThat(gate.problem("vendors/initech.yaml")).isEqualTo(sentence);
  }

  @Test
  void aFileThatComesWithAMisspeltSettingIsNotServed() throws IOException {
    String sentence =
        "hooli.sorces: no route file has such a setting; did you mean hooli.sources? Correct it, or"
            + " take it away.";
    String file = sound("hooli").replace("sources: \"\"", "sources: \"{{hooli.sources:}}\"");

    gate.write("vendors/hooli.camel.yaml", file);
    EditedGateway.soon().until(() -> stateOf("vendors/hooli.camel.yaml").equals("refused"));
    assertThat(gate.problem("vendors/hooli.camel.yaml")).isEqualTo(sentence);
    gate.delete("vendors/hooli.camel.yaml");
    EditedGateway.soon().until(() -> stateOf("vendors/hooli.camel.yaml").isEmpty());

    Files.writeString(routes.resolve("vendors/hooli.camel.yaml"), file);
    Path settings =
        Files.writeString(folder.resolve("hooli.properties"), "hooli.sorces=192.0.2.0/24\n");
    assertThat(new OfflineValidation(routes, Optional.of(settings)).problems())
        .containsExactly(
            new RouteDiagnostic(routes.resolve("vendors/hooli.camel.yaml"), 0, sentence));
  }

  private static String stateOf(String file) {
    return gate.state(file).path("state").asText();
  }

  @Test
  void startAndReloadAndValidateSayTheSame(CapturedOutput log) throws IOException {
    for (Map.Entry<String, String> file : broken().entrySet()) {
      Files.writeString(routes.resolve(file.getKey()), file.getValue());
      gate.write(file.getKey(), file.getValue());
    }
    Map<String, String> expected = expected();

    Map<String, String> validated =
        validate().stream()
            .collect(
                toMap(
                    problem -> routes.relativize(problem.file()).toString(),
                    problem -> problem.line() + ": " + problem.sentence()));
    assertThat(validated).isEqualTo(expected);

    EditedGateway.soon().until(() -> gate.refused() == expected.size());
    assertThat(told(gate.operators("/actuator/routes").path("files"))).isEqualTo(expected);

    int before = log.length();
    assertThatThrownBy(this::startGateway).isInstanceOf(RuntimeException.class);
    String said = log.getAll().substring(before);
    expected.forEach(
        (file, sentence) ->
            assertThat(said)
                .contains(
                    routes.resolve(file)
                        + (sentence.startsWith("0: ")
                            ? sentence.substring(1)
                            : ", line " + sentence)));
    assertThat(said).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private Map<String, String> broken() throws IOException {
    return byFile(
        one -> {
          String right = one.path("right").asText();
          String sound = sound(one.path("name").asText());
          assertThat(sound).contains(right);
          return sound.replace(right, one.path("wrong").asText());
        });
  }

  private static Map<String, String> expected() {
    return byFile(one -> one.path("line").asInt() + ": " + one.path("sentence").asText());
  }

  private static Map<String, String> byFile(Function<JsonNode, String> of) {
    Map<String, String> all = new TreeMap<>();
    for (JsonNode one : cases.path("cases")) {
      all.put("vendors/" + one.path("name").asText() + ".camel.yaml", of.apply(one));
    }
    return all;
  }

  private static String sound(String name) {
    return cases.path("sound").asText().replace("NAME", name);
  }

  private static Map<String, String> told(JsonNode files) {
    return StreamSupport.stream(files.spliterator(), false)
        .filter(file -> file.path("state").asText().equals("refused"))
        .collect(
            toMap(
                file ->
                    gate.file(".")
                        .normalize()
                        .relativize(Path.of(file.path("file").asText()))
                        .toString(),
                file -> file.path("line").asInt() + ": " + file.path("problem").asText()));
  }

  private List<RouteDiagnostic> validate() {
    return new OfflineValidation(routes, Optional.empty()).problems();
  }

  private void startGateway() {
    new SpringApplicationBuilder(Gatehouse.class)
        .profiles("local")
        .run(
            "--server.port=0",
            "--management.server.port=0",
            "--gatehouse.broker.acceptor=",
            "--gatehouse.broker.data-directory=" + folder.resolve("broker"),
            "--gatehouse.routes.directory=" + routes)
        .close();
  }
}
