package io.gatehouse.tools.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.gatehouse.broker.BusFile;
import io.gatehouse.tools.diagrams.RouteFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the AsyncAPI document with the route files, the bus file and every sample. */
class ContractTest {

  private static final Path ROUTES = Path.of("routes");
  private static final Path DOCS = Path.of("docs");
  private static final Contract CONTRACT = Contract.committed();

  static List<ExpectedEvent> samples() throws IOException {
    return ExpectedEvent.all();
  }

  static List<Path> schemas() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS.resolve("schemas"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static Set<String> words(Stream<String> words) {
    return words.collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theCommittedDocumentIsWhatTheFilesGive() {
    assertThat(DOCS.resolve("asyncapi.yaml"))
        .as(
            "docs/asyncapi.yaml is not what the files give: run `./gatehouse contract` and commit it")
        .hasContent(AsyncApi.of(RouteFolder.read(ROUTES), DOCS));
  }

  @Test
  void everyAddressForConsumersIsAChannel() {
    Set<String> forConsumers =
        words(
            BusFile.read(ROUTES.resolve("bus.properties")).addresses().stream()
                .filter(address -> address.startsWith("kyc.")));

    assertThat(forConsumers).hasSizeGreaterThan(8);
    assertThat(CONTRACT.document().path("channels").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(forConsumers);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anEventIsAsTheDocumentSays(ExpectedEvent sample) {
    String data = Contract.isUndescribed(sample.folder()) ? null : sample.data();

    assertThat(CONTRACT.faults(sample.address(), sample.properties(), data))
        .as(Contract.REMEDY)
        .isEmpty();
  }

  @Test
  void nothingIsExcusedThatIsAsTheDocumentSays() throws IOException {
    List<String> excused =
        samples().stream()
            .filter(sample -> Contract.isUndescribed(sample.folder()))
            .filter(
                sample ->
                    CONTRACT.faults(sample.address(), sample.properties(), sample.data()).isEmpty())
            .map(ExpectedEvent::toString)
            .toList();

    assertThat(excused).isEmpty();
  }

  @Test
  void everyMessageHasASampleFromEachVendorThatItNames() throws IOException {
    Set<String> sampled =
        words(samples().stream().map(s -> s.attribute("vendor") + " " + s.attribute("type")));
    Set<String> promised = new TreeSet<>();
    CONTRACT
        .document()
        .at("/components/messages")
        .properties()
        .forEach(
            message ->
                message
                    .getValue()
                    .at("/headers/schema/properties/cloudEvents_vendor/enum")
                    .forEach(vendor -> promised.add(vendor.asText() + " " + message.getKey())));

    assertThat(promised).hasSizeGreaterThan(30);
    assertThat(sampled).containsAll(promised);
  }

  @Test
  void everyWordOfAVendorThatARouteFileKnowsHasASample() throws IOException {
    Set<String> sampled =
        words(
            samples().stream()
                .map(
                    s ->
                        s.attribute("vendor")
                            + " "
                            + s.attribute("vendortype")
                            + " "
                            + s.attribute("type")));

    List<String> known =
        RouteFolder.read(ROUTES)
            .vendors()
            .flatMap(
                route ->
                    route.types().stream()
                        .filter(row -> row.word())
                        .map(row -> route.name() + " " + row.when() + " " + row.type()))
            .toList();
    assertThat(known).hasSizeGreaterThan(30);
    assertThat(sampled).containsAll(known);
  }

  @Test
  void theVocabularyHasNoWordThatNobodyUses() throws IOException {
    JsonNode vocabulary =
        new ObjectMapper(new YAMLFactory()).readTree(DOCS.resolve("vocabulary.yaml").toFile());

    assertThat(vocabulary.path("types").fieldNames())
        .toIterable()
        .allMatch(CONTRACT.document().at("/components/messages")::has);
    assertThat(vocabulary.path("addresses").fieldNames())
        .toIterable()
        .allMatch(CONTRACT.document().path("channels")::has);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aSchemaIsOneAndItsExamplesAreAsItSays(Path file) throws IOException {
    JsonNode schema = new ObjectMapper().readTree(file.toFile());
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    assertThat(factory.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(schema)).isEmpty();
    assertThat(schema.path("title").asText()).isNotBlank();
    assertThat(schema.path("description").asText()).isNotBlank();
    for (JsonNode example : schema.path("examples")) {
      assertThat(
              factory
                  .getSchema(SchemaLocation.of(file.toAbsolutePath().toUri().toString()))
                  .validate(example))
          .isEmpty();
    }
  }

  @Test
  void everySchemaOfDataIsUsedAndHasAnExample() throws IOException {
    String document = Files.readString(DOCS.resolve("asyncapi.yaml"));

    assertThat(schemas())
        .filteredOn(file -> file.getParent().endsWith("vendors"))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            file -> {
              assertThat(document).contains("./schemas/vendors/" + file.getFileName());
              assertThat(new ObjectMapper().readTree(file.toFile()).path("examples")).isNotEmpty();
            });
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = CONTRACT.document();

    List<String> references = document.findValuesAsText("$ref");
    assertThat(references).hasSizeGreaterThan(100);
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(
                        reference.startsWith("#")
                            ? !document.at(reference.substring(1)).isMissingNode()
                            : Files.exists(DOCS.resolve(reference)))
                    .as(reference)
                    .isTrue());
  }
}
