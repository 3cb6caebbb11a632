package io.gatehouse.routes.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings in the metadata for editors, and in docs/settings.md, are those of the program. */
class SettingsDescriptionTest {

  private static final Path CLASSES = Path.of("target/classes/META-INF");
  private static final Pattern QUOTED = Pattern.compile("`([a-z][a-z0-9.<>-]*\\.[a-z0-9.…-]+)`");

  private static Map<String, String> described() throws IOException {
    Map<String, String> described = new TreeMap<>();
    JsonNode metadata =
        new ObjectMapper().readTree(CLASSES.resolve("spring-configuration-metadata.json").toFile());
    for (JsonNode property : metadata.path("properties")) {
      described.put(property.path("name").asText(), property.path("description").asText());
    }
    return described;
  }

  private static Set<String> ofFiles() {
    return FileSettings.known(
        RouteFolderSnapshot.of(new RouteProperties(Path.of("routes"), false, Path.of(""))));
  }

  /** The settings in the tables; a placeholder or dots stand for several. */
  private static Set<String> documented() throws IOException {
    return Files.readString(Path.of("docs/settings.md"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|")[1])
        .flatMap(line -> QUOTED.matcher(line).results().map(found -> found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everySettingOfARouteFileIsDescribedForEditors() throws IOException {
    assertThat(described().keySet()).containsAll(ofFiles());
  }

  @Test
  void editorsAreOfferedNoSettingThatNoFileHas() throws IOException {
    Set<String> files = ofFiles();
    Set<String> firsts =
        files.stream().map(SettingsDescriptionTest::first).collect(Collectors.toSet());

    assertThat(described().keySet())
        .filteredOn(name -> firsts.contains(first(name)))
        .isSubsetOf(files);
  }

  @Test
  void everyDescriptionIsASentenceForPeople() throws IOException {
    Map<String, String> described = described();

    assertThat(described).isNotEmpty();
    described.forEach(
        (name, description) -> assertThat(description).as(name).isNotBlank().doesNotContain("{@"));
  }

  @Test
  void thePageNamesEverySettingOfTheGateway() throws IOException {
    assertThat(documented()).containsAll(gateways(described().keySet()));
  }

  @Test
  void thePageNamesNoSettingThatThereIsNot() throws IOException {
    assertThat(gateways(documented())).isSubsetOf(described().keySet());
    assertThat(documented())
        .filteredOn(name -> !name.contains("<") && !name.contains("…"))
        .filteredOn(name -> !name.matches("(gatehouse|spring|server|management|logging)\\..*"))
        .isSubsetOf(ofFiles());
  }

  private static String first(String name) {
    return name.substring(0, name.indexOf('.'));
  }

  private static Set<String> gateways(Collection<String> names) {
    return names.stream()
        .filter(name -> name.startsWith("gatehouse."))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
