package io.gatehouse.tools.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The committed AsyncAPI document, and whether a message on the bus conforms to it. */
public final class Contract {

  /** What to do if a message does not conform to the document. */
  public static final String REMEDY =
      "The event is not as docs/asyncapi.yaml says. Where a route file or a schema has changed, run"
          + " `./gatehouse contract` and commit it";

  private static final Path FILE = Path.of("docs/asyncapi.yaml");
  private static final Path UNDESCRIBED = Path.of("src/test/resources/contract/undescribed.txt");
  private static final JsonPointer HEADERS = JsonPointer.compile("/headers/schema");
  private static final JsonPointer PAYLOAD = JsonPointer.compile("/payload/schema");
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
  private static final Contract COMMITTED = new Contract();

  private final JsonNode document;
  private final Map<JsonPointer, JsonSchema> schemas = new HashMap<>();

  private Contract() {
    try {
      document = new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The committed document. */
  public static Contract committed() {
    return COMMITTED;
  }

  JsonNode document() {
    return document;
  }

  /** The names of the messages that a channel has. */
  Set<String> messages(String channel) {
    Set<String> names = new TreeSet<>();
    document
        .path("channels")
        .path(channel)
        .path("messages")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  /**
   * The differences of a message on the bus from the document; empty if there are none.
   *
   * @param text of a text message, null for one of bytes
   */
  public List<String> faults(String queue, Map<String, ?> properties, String text) {
    String type = String.valueOf(properties.get("cloudEvents_type"));
    String name = messages(queue).contains(type) ? type : queue;
    if (!messages(queue).contains(name)) {
      return List.of("The document has no message %s in %s".formatted(type, queue));
    }
    JsonPointer message = JsonPointer.compile("/components/messages/" + name);
    List<String> faults =
        schema(message.append(HEADERS)).validate(JSON.valueToTree(properties)).stream()
            .map(ValidationMessage::getMessage)
            .collect(Collectors.toList());
    if (text != null) {
      String vendor = String.valueOf(properties.get("cloudEvents_vendor"));
      data(message.append(PAYLOAD), vendor).validate(parse(text)).stream()
          .map(ValidationMessage::getMessage)
          .forEach(faults::add);
    }
    return faults;
  }

  /** The schema of this vendor's data, and not of another vendor's with the same type. */
  private JsonSchema data(JsonPointer payload, String vendor) {
    JsonNode either = document.at(payload).path("anyOf");
    for (int i = 0; i < either.size(); i++) {
      String file = either.path(i).path("$ref").asText();
      if (file.matches("./schemas/vendors/" + vendor + "(-[a-z]+)?\\.schema\\.json")) {
        return schema(payload.appendProperty("anyOf").appendIndex(i));
      }
    }
    return schema(payload);
  }

  private synchronized JsonSchema schema(JsonPointer place) {
    return schemas.computeIfAbsent(
        place,
        unread ->
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                    SchemaLocation.of(FILE.toAbsolutePath().toUri().toString()),
                    document.at(place),
                    STRICT));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("The message is no JSON", e);
    }
  }

  /**
   * Whether the data of a sample deliberately differs from its vendor's description: the gateway
   * passes on what it receives.
   */
  public static boolean isUndescribed(Path sample) {
    try {
      String name = sample.getParent().getFileName() + "/" + sample.getFileName();
      return Files.readAllLines(UNDESCRIBED).contains(name);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
