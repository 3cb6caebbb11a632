package io.gatehouse.tools.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/**
 * Checks each shipped file with the catalogue of the visual editor Kaoto, for the oldest release of
 * Camel that is not older than the gateway's: the editor's schemas accept it, and the catalogue
 * contains each step, language, component and parameter. The gateway's kamelets and components are
 * not in it: a kamelet's own definition lists its parameters, and the components are Camel's under
 * another name.
 */
class KaotoCatalogTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROUTES = Path.of("routes");
  private static final String KAMELET = "kamelet";
  private static final Map<String, String> OURS =
      Map.of("jms-transacted", "jms", "jms-confirmed", "jms");

  private static Catalogue catalogue;

  /** What the editor reads of its catalogue. */
  private record Catalogue(
      JsonSchema routes,
      JsonSchema kamelets,
      JsonNode components,
      JsonNode steps,
      JsonNode languages) {}

  @BeforeAll
  static void fetchTheCatalogue() throws IOException {
    Path packages = Npm.installed(Path.of("src/test/npm/kaoto"));
    try {
      Path all = packages.resolve("node_modules/@kaoto/camel-catalog/dist/camel-catalog");
      Path index = all.resolve(ourRelease(JSON.readTree(all.resolve("index.json").toFile())));
      catalogue = read(index.getParent(), JSON.readTree(index.toFile()));
    } finally {
      // It is large, and all that is wanted of it is read.
      FileSystemUtils.deleteRecursively(packages);
    }
  }

  private static String ourRelease(JsonNode index) {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Version ours = Version.parse(camel.getVersion());
      return StreamSupport.stream(index.path("definitions").spliterator(), false)
          .filter(of -> of.path("runtime").asText().equals("Spring Boot"))
          .filter(of -> of.path("version").asText().matches("[0-9.]+"))
          .filter(of -> Version.parse(of.path("version").asText()).compareTo(ours) >= 0)
          .min(Comparator.comparing(of -> Version.parse(of.path("version").asText())))
          .orElseThrow(() -> new AssertionError("Kaoto knows no Camel like " + ours))
          .path("fileName")
          .asText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Catalogue read(Path folder, JsonNode index) throws IOException {
    JsonNode files = index.path("catalogs");
    JsonNode schemas = index.path("schemas");
    return new Catalogue(
        schema(folder, schemas.path("camelYamlDsl")),
        schema(folder, schemas.path("Kamelet")),
        json(folder, files.path("components")),
        json(folder, files.path("patterns")),
        json(folder, files.path("languages")));
  }

  private static JsonNode json(Path folder, JsonNode entry) throws IOException {
    return JSON.readTree(folder.resolve(entry.path("file").asText()).toFile());
  }

  private static JsonSchema schema(Path folder, JsonNode entry) throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(json(folder, entry));
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

  @ParameterizedTest
  @MethodSource("routeFiles")
  void theEditorKnowsAllThatARouteFileSays(Path file) throws IOException {
    JsonNode routes = YAML.readTree(file.toFile());

    assertThat(catalogue.routes().validate(routes)).isEmpty();
    assertThat(unknown(routes)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void theEditorKnowsAllThatAKameletSays(Path file) throws IOException {
    JsonNode kamelet = YAML.readTree(file.toFile());
    JsonNode template = kamelet.at("/spec/template");
    ArrayNode asRoutes = YAML.createArrayNode();
    template.properties().forEach(part -> asRoutes.addObject().set(part.getKey(), part.getValue()));

    assertThat(catalogue.kamelets().validate(kamelet)).isEmpty();
    assertThat(catalogue.routes().validate(asRoutes)).isEmpty();
    assertThat(unknown(template)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{from: {uri: 'platform-htp:/x', steps: []}}                               | platform-htp",
        "{from: {uri: platform-http, parameters: {pth: /x}, steps: []}}            | pth",
        "{from: {uri: 'platform-http:/x', steps: [{setVarable: {name: x}}]}}       | setVarable",
        "{from: {uri: 'platform-http:/x', steps: [{to: 'kamelet:read-jsn'}]}}      | read-jsn",
        "{from: {uri: 'direct:x', steps: [{to: {uri: 'kamelet:read-json', parameters: {nam: x}}}]}} | nam",
        "{from: {uri: 'direct:x', steps: [{setBody: {expression: {jqq: .}}}]}}     | jqq",
      })
  void whatTheEditorDoesNotKnowWouldBeNoticed(String route, String word) throws IOException {
    assertThat(unknown(YAML.readTree(route))).containsExactly(word);
  }

  @Test
  void anEditorsStartWithThePathApartIsKnown() throws IOException {
    JsonNode start =
        YAML.readTree(
            "{from: {uri: platform-http, parameters: {path: /webhooks/x, httpMethodRestrict: POST},"
                + " steps: []}}");

    assertThat(unknown(start)).isEmpty();
  }

  /** The words of a tree that the editor has no description of. */
  private static List<String> unknown(JsonNode tree) throws IOException {
    List<String> unknown = new ArrayList<>();
    gather(tree, unknown);
    return unknown;
  }

  private static void gather(JsonNode node, List<String> unknown) throws IOException {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      switch (member.getKey()) {
        case "steps" -> {
          for (JsonNode step : member.getValue()) {
            step.fieldNames().forEachRemaining(name -> know(catalogue.steps(), name, unknown));
          }
        }
        case "expression" -> {
          if (member.getValue().isObject()) {
            member
                .getValue()
                .fieldNames()
                .forEachRemaining(name -> know(catalogue.languages(), name, unknown));
          }
        }
        case "from", "to", "toD" -> gatherEndpoint(member.getValue(), unknown);
        default -> {
          // A member of a step: the editor's schema knows these.
        }
      }
    }
    for (JsonNode child : node) {
      gather(child, unknown);
    }
  }

  private static void gatherEndpoint(JsonNode endpoint, List<String> unknown) throws IOException {
    String uri = endpoint.isTextual() ? endpoint.asText() : endpoint.path("uri").asText();
    String component = uri.startsWith("{{") ? "http" : uri.split("[:?]", 2)[0];
    String name = uri.substring(Math.min(uri.length(), component.length() + 1)).split("\\?", 2)[0];
    Optional<JsonNode> parameters =
        component.equals(KAMELET) ? kamelet(name) : Optional.of(properties(component));
    if (parameters.isEmpty() || parameters.get().isMissingNode()) {
      unknown.add(component.equals(KAMELET) ? name : component);
      return;
    }
    endpoint
        .path("parameters")
        .fieldNames()
        .forEachRemaining(parameter -> know(parameters.get(), parameter, unknown));
  }

  private static JsonNode properties(String component) {
    return catalogue.components().path(OURS.getOrDefault(component, component)).path("properties");
  }

  /** The parameters of a kamelet of ours, or of the two ends of a kamelet. */
  private static Optional<JsonNode> kamelet(String name) throws IOException {
    Path file = ROUTES.resolve("kamelets/" + name + ".kamelet.yaml");
    if (name.equals("source") || name.equals("sink")) {
      return Optional.of(YAML.createObjectNode());
    }
    return Files.exists(file)
        ? Optional.of(YAML.readTree(file.toFile()).withObject("/spec/definition/properties"))
        : Optional.empty();
  }

  private static void know(JsonNode words, String word, List<String> unknown) {
    if (!words.has(word)) {
      unknown.add(word);
    }
  }
}
