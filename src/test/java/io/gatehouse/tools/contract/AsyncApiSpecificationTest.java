package io.gatehouse.tools.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Validates the document with the schema that the AsyncAPI initiative publishes for its version.
 */
class AsyncApiSpecificationTest {

  private static JsonSchema specification;

  @BeforeAll
  static void fetchTheSpecification() throws IOException {
    Path packages = Npm.installed(Path.of("src/test/npm/asyncapi"));
    JsonNode schema =
        new ObjectMapper()
            .readTree(packages.resolve("node_modules/@asyncapi/specs/schemas/3.0.0.json").toFile());
    specification = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema);
  }

  @Test
  void theDocumentIsAsyncApi() {
    assertThat(specification.validate(Contract.committed().document())).isEmpty();
  }

  @Test
  void anOperationThatAsyncApiDoesNotHaveWouldBeNoticed() {
    ObjectNode broken = Contract.committed().document().deepCopy();
    broken.withObject("/operations/kyc.identity").put("action", "publish");

    assertThat(specification.validate(broken)).isNotEmpty();
  }
}
