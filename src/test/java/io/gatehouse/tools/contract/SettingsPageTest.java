package io.gatehouse.tools.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** The page of settings, and that it lists what the build and the route files have. */
class SettingsPageTest {

  private static final Path ROUTES = Path.of("routes");

  @TempDir private Path folder;

  private static List<String> described() throws IOException {
    JsonNode metadata =
        new ObjectMapper()
            .readTree(
                Path.of("target/classes/META-INF/spring-configuration-metadata.json").toFile());
    return StreamSupport.stream(metadata.path("properties").spliterator(), false)
        .map(property -> property.path("name").asText())
        .toList();
  }

  private static boolean isOfAVendor(String name) {
    String vendor = name.substring(0, name.indexOf('.'));
    return Files.exists(ROUTES.resolve("vendors/" + vendor + ".camel.yaml"));
  }

  private String edited(String file, String old, String changed) throws IOException {
    FileSystemUtils.copyRecursively(ROUTES, folder);
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(old);
    Files.writeString(path, text.replace(old, changed));
    return SettingsPage.of(folder);
  }

  @Test
  void theCommittedPageIsWhatTheBuildGives() {
    assertThat(Path.of("docs/settings.md"))
        .as(
            "docs/settings.md is not what the build gives: run `./mvnw package -DskipTests` and"
                + " `./gatehouse settings`, and commit it")
        .hasContent(SettingsPage.of(ROUTES));
  }

  @Test
  void everySettingIsInOneRow() throws IOException {
    List<String> rows =
        SettingsPage.of(ROUTES).lines().filter(line -> line.startsWith("| `")).toList();

    assertThat(described()).hasSizeGreaterThan(100);
    assertThat(described())
        .filteredOn(name -> !name.startsWith("management.endpoint."))
        .allSatisfy(
            name ->
                assertThat(rows)
                    .filteredOn(
                        row ->
                            row.split("\\|")[1].contains("`" + name + "`")
                                || isOfAVendor(name)
                                    && row.contains(
                                        "`<vendor>" + name.substring(name.indexOf('.')) + "`"))
                    .hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "| `kompar.token` ● | required |",
        "| `kompliant.partners` | required |",
        "| `kompliant.sources` | `3.230.141.132`, `35.166.77.7`, ",
        "| `ondato.hmac.secret` ● |  |",
        "| `crm.token` ● |  |",
        "| `crm.url` |  |",
        "| `gatehouse.operators.token` ● |  |",
        "| `spring.artemis.password` |  |",
        "| `veriff.enabled` | `false` |",
      })
  void aRowHasTheDefaultAndTheMarkOfASecret(String row) {
    assertThat(SettingsPage.of(ROUTES)).contains("\n" + row);
  }

  @Test
  void aRowHasTheRangeAndTheChoices() {
    assertThat(SettingsPage.of(ROUTES))
        .containsPattern("`gatehouse.bus.senders` \\| `4` \\| .* From `1` to `64`\\. \\|\n")
        .containsPattern("`crm.late-events` \\| `mark` \\| .* One of `mark`, `skip`\\. \\|\n");
  }

  @Test
  void aSecretThatAFileNoLongerNeedsIsNotRequired() throws IOException {
    String page = edited("vendors/veriff.camel.yaml", "{{secret:veriff.", "{{secret:?veriff.");

    assertThat(page).contains("| `veriff.signature-secret` ● |  |");
  }

  @Test
  void aDefaultIsThatOfTheRouteFile() throws IOException {
    String page = edited("vendors/ondato.camel.yaml", "20.31.227.231,", "192.0.2.1,");

    assertThat(page).contains("| `ondato.sources` | `192.0.2.1`, `20.76");
  }
}
