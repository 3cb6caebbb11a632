package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/**
 * What a visual editor such as Kaoto needs of the files in {@code routes/}: that they are exactly
 * Camel's YAML, and that each kamelet has the metadata to show.
 */
class KaotoTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path ROUTES = Path.of("routes");
  private static final JsonSchema CAMEL = schema("/schema/camelYamlDsl.json", VersionFlag.V4);
  private static final JsonSchema KAMELET =
      schema("/kaoto/kamelet.schema.json", VersionFlag.V202012);

  private static JsonSchema schema(String resource, VersionFlag version) {
    try (InputStream in = KaotoTest.class.getResourceAsStream(resource)) {
      return JsonSchemaFactory.getInstance(version).getSchema(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> routeFiles() throws IOException {
    return files(".camel.yaml");
  }

  static List<Path> kamelets() throws IOException {
    return files(".kamelet.yaml");
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROUTES)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Set<ValidationMessage> faults(JsonSchema schema, JsonNode json) {
    return schema.validate(json);
  }

  @ParameterizedTest
  @MethodSource("routeFiles")
  void aRouteFileIsYamlAsCamelDescribesIt(Path file) throws IOException {
    assertThat(faults(CAMEL, YAML.readTree(file.toFile()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void aKameletsTemplateIsYamlAsCamelDescribesIt(Path file) throws IOException {
    JsonNode template = YAML.readTree(file.toFile()).at("/spec/template");

    ArrayNode asRoutes = YAML.createArrayNode();
    template.properties().forEach(part -> asRoutes.addObject().set(part.getKey(), part.getValue()));
    assertThat(asRoutes).isNotEmpty();
    assertThat(faults(CAMEL, asRoutes)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void aKameletSaysAllThatAnEditorShows(Path file) throws IOException {
    JsonNode kamelet = YAML.readTree(file.toFile());

    assertThat(faults(KAMELET, kamelet)).isEmpty();
    assertThat(file.getFileName())
        .hasToString(kamelet.at("/metadata/name").asText() + ".kamelet.yaml");
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void aParameterIsEitherRequiredOrHasADefaultOfItsType(Path file) throws IOException {
    JsonNode definition = YAML.readTree(file.toFile()).at("/spec/definition");
    List<String> required = new ArrayList<>();
    definition.path("required").forEach(name -> required.add(name.asText()));

    assertThat(required).allMatch(definition.path("properties")::has);
    definition
        .path("properties")
        .properties()
        .forEach(
            parameter -> {
              JsonNode said = parameter.getValue();
              assertThat(said.has("default"))
                  .as(parameter.getKey())
                  .isNotEqualTo(required.contains(parameter.getKey()));
              assertFits(parameter.getKey(), said, said.path("default"));
              assertFits(parameter.getKey(), said, said.path("example"));
            });
  }

  private static void assertFits(String name, JsonNode parameter, JsonNode value) {
    if (value.isMissingNode()) {
      return;
    }
    switch (parameter.path("type").asText()) {
      case "boolean" -> assertThat(value.isBoolean()).as(name).isTrue();
      case "integer" -> assertThat(value.isIntegralNumber()).as(name).isTrue();
      default -> assertThat(value.isTextual()).as(name).isTrue();
    }
    if (parameter.has("enum")) {
      assertThat(parameter.path("enum")).as(name).contains(value);
    }
  }

  @Test
  void eachKameletHasAnIconOfItsOwnThatIsAPictureAndNothingElse() throws Exception {
    Set<String> icons = new HashSet<>();
    for (Path file : kamelets()) {
      String uri =
          YAML.readTree(file.toFile())
              .at("/metadata/annotations")
              .path("camel.apache.org/kamelet.icon")
              .asText();
      byte[] svg = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
      Document icon =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg));

      assertThat(icon.getDocumentElement().getTagName()).as(file.toString()).isEqualTo("svg");
      assertThat(new String(svg)).doesNotContain("script", "href", "url(", "<image");
      assertThat(icons.add(uri)).as("%s has the icon of another kamelet", file).isTrue();
    }
  }

  @Test
  void theSettingsOfTheEditorNameTheSchemaOfOurCamel() throws IOException {
    JsonNode schemas =
        new ObjectMapper().readTree(Path.of(".vscode/settings.json").toFile()).path("yaml.schemas");
    String path = "/src/generated/resources/schema/camelYamlDsl.json";
    String ours;
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      ours = "/camel-" + camel.getVersion() + "/";
    }

    assertThat(schemas.size()).isEqualTo(1);
    String schema = schemas.fieldNames().next();
    assertThat(schema).endsWith(path).contains(ours);
    PathMatcher files =
        FileSystems.getDefault().getPathMatcher("glob:" + schemas.path(schema).asText());
    assertThat(routeFiles()).isNotEmpty().allMatch(files::matches);
  }
}
