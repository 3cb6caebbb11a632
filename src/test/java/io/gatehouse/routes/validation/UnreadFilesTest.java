package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

class UnreadFilesTest {

  private static final String ELSEWHERE =
      "nobody reads this file here; put route files into vendors/, downstream/ or registration/, and kamelets into kamelets/.";

  @TempDir Path routes;

  @BeforeEach
  void copyTheShippedFiles() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
  }

  @Test
  void eachShippedFileIsRead() {
    assertThat(UnreadFiles.in(properties())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "vendors/acme.yaml       | .camel.yaml; rename it to acme.camel.yaml",
        "vendors/acme.yml        | .camel.yaml; rename it to acme.camel.yaml",
        "vendors/acme.camel.yml  | .camel.yaml; rename it to acme.camel.yaml",
        "downstream/Acme.Camel.YAML | .camel.yaml; rename it to Acme.camel.yaml",
        "vendors/Acme.java       | .camel.yaml; write it as YAML into Acme.camel.yaml",
        "registration/acme.json  | .camel.yaml; write it as YAML into acme.camel.yaml",
        "kamelets/step.yaml      | .kamelet.yaml; rename it to step.kamelet.yaml",
      })
  void aFileUnderAnotherNameIsTold(String file, String remedy) throws IOException {
    write(file);

    assertThat(UnreadFiles.in(properties()))
        .containsExactly(
            new RouteDiagnostic(
                routes.resolve(file),
                0,
                "nobody reads this file: files here are named <name>%s, or take it away."
                    .formatted(remedy)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme.camel.yaml",
        "Acme.java",
        "vendor/acme.camel.yaml",
        "vendors/old/acme.camel.yaml",
        "vendors/step.kamelet.yaml",
        "kamelets/acme.camel.yaml",
      })
  void aFileInAnotherPlaceIsTold(String file) throws IOException {
    write(file);

    assertThat(UnreadFiles.in(properties()))
        .containsExactly(new RouteDiagnostic(routes.resolve(file), 0, ELSEWHERE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vendors/.#argos.camel.yaml",
        "vendors/argos.camel.yaml~",
        "vendors/.argos.camel.yaml.swp",
        "vendors/argos.camel.yaml.bak",
        "vendors/README.md",
        "vendors/kustomization.yaml",
        "vendors/..data/argos.camel.yaml",
        "notes.txt",
        "vocabulary.yaml",
      })
  void whatEditorsAndKubernetesKeepThereIsPassedOver(String file) throws IOException {
    write(file);

    assertThat(UnreadFiles.in(properties())).isEmpty();
  }

  private void write(String file) throws IOException {
    Path path = routes.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");
  }

  private RouteProperties properties() {
    return new RouteProperties(routes, false, Path.of("docs/vocabulary.yaml"));
  }
}
