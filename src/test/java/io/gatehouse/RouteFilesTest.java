package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

/** The files that ship in {@code routes/}, as their readers and Camel see them. */
@CamelSpringBootTest
@SpringBootTest(
    classes = Gatehouse.class,
    properties = {
      "gatehouse.broker.data-directory=target/route-files-test",
      "gatehouse.broker.acceptor="
    })
@ActiveProfiles("local")
@DirtiesContext
class RouteFilesTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final int LINES_OF_A_SCREEN = 80;
  private static final int WIDEST = 120;

  @Autowired private CamelContext camel;

  static List<Path> vendors() throws IOException {
    return files("routes/vendors");
  }

  static List<Path> kamelets() throws IOException {
    return files("routes/kamelets");
  }

  private static List<String> ids(String... folders) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String folder : folders) {
      for (Path file : files(folder)) {
        YAML.readTree(file.toFile()).forEach(entry -> ids.add(entry.at("/route/id").asText()));
      }
    }
    return ids;
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.sorted().toList();
    }
  }

  @Test
  void noExchangeIsCopiedForAKameletOrToldOfStepByStep() {
    assertThat(
            camel.getManagementStrategy().getManagementAgent().getRegisterRoutesCreateByKamelet())
        .isTrue();
    assertThat(camel.getCamelContextExtension().isEventNotificationApplicable()).isFalse();
  }

  @Test
  void everyRouteRunsAndKnowsWhomItIsFor() throws IOException {
    List<Route> routes =
        camel.getRoutes().stream().filter(route -> route.getGroup() != null).toList();

    assertThat(routes)
        .extracting(Route::getRouteId)
        .containsExactlyInAnyOrderElementsOf(ids("routes/vendors", "routes/downstream"));
    assertThat(routes)
        .allSatisfy(
            route -> {
              assertThat(route.getRouteId()).startsWith(route.getGroup());
              assertThat(camel.getRouteController().getRouteStatus(route.getRouteId()))
                  .isEqualTo(ServiceStatus.Started);
            });
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void aVendorsFileFitsAScreenAndHoldsNoJava(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);

    assertThat(lines).hasSizeLessThanOrEqualTo(LINES_OF_A_SCREEN);
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST));
    assertThat(lines)
        .noneMatch(line -> line.matches(".*\\b(java|io\\.gatehouse|bean|groovy)\\b.*"));
    assertThat(lines.get(0)).startsWith("# ");
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void aKameletDocumentsItselfWhole(Path file) throws IOException {
    JsonNode definition = YAML.readTree(file.toFile()).at("/spec/definition");

    assertThat(definition.path("title").asText()).isNotBlank();
    assertThat(definition.path("description").asText()).isNotBlank();
    for (JsonNode property : definition.path("properties")) {
      assertThat(property.path("title").asText()).isNotBlank();
      assertThat(property.path("description").asText()).isNotBlank();
      assertThat(property.path("type").asText()).isNotBlank();
      assertThat(property.has("example")).isTrue();
    }
  }
}
