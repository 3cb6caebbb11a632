package io.gatehouse.tools.contract;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import io.gatehouse.broker.MessageNames;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.diagrams.Route.TypeRow;
import io.gatehouse.tools.diagrams.RouteFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The AsyncAPI document of the bus. Its channels are the addresses of the bus file that consumers
 * read, its messages the types that route files assign, and the schemas of the routes that assign a
 * type describe the data of its messages.
 */
public final class AsyncApi {

  private static final String HEAD =
      "# Made from routes/, docs/vocabulary.yaml and docs/schemas/ by `./gatehouse contract`. Do not edit.\n";
  private static final String CONSUMERS = "kyc.";
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(Feature.WRITE_DOC_START_MARKER)
              .disable(Feature.SPLIT_LINES)
              .enable(Feature.MINIMIZE_QUOTES)
              .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build());

  private final RouteFolder routes;
  private final Path docs;
  private final Vocabulary vocabulary;
  private final ObjectNode document = frame();

  private AsyncApi(RouteFolder routes, Path docs) {
    this.routes = routes;
    this.docs = docs;
    this.vocabulary = Vocabulary.read(docs.resolve("vocabulary.yaml"));
  }

  /**
   * The document; it is the same for the same files.
   *
   * @param docs the folder with {@code vocabulary.yaml} and {@code schemas}
   * @throws BadSettingException if the vocabulary lacks a word
   */
  public static String of(RouteFolder routes, Path docs) {
    return new AsyncApi(routes, docs).write();
  }

  /** One assignment of a type in a route. */
  private record Giving(String vendor, String route, TypeRow row) {}

  private String write() {
    addChannels();
    Map<String, List<Giving>> types =
        routes
            .vendors()
            .flatMap(
                route ->
                    route.types().stream().map(row -> new Giving(route.name(), route.id(), row)))
            .collect(
                groupingBy(giving -> giving.row().type(), TreeMap::new, mapping(g -> g, toList())));
    types.forEach(this::addType);
    addUnread(MessageNames.QUARANTINE, MessageNames.QUARANTINE + ".received", "quarantine");
    addUnread(MessageNames.DEAD_LETTERS, MessageNames.DEAD_LETTERS, "dead-letter");
    try {
      return HEAD + YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addChannels() {
    routes.bus().addresses().stream()
        .filter(address -> address.startsWith(CONSUMERS))
        .sorted()
        .forEach(this::addChannel);
  }

  private void addChannel(String address) {
    ObjectNode channel = document.withObject("/channels").putObject(address);
    channel.put("address", address);
    channel.put("description", vocabulary.ofAddress(address));
    channel.putObject("messages");
    ObjectNode bindings = channel.putObject("bindings");
    bindings.putObject("amqp1");
    bindings.putObject("jms").put("destinationType", "queue").put("bindingVersion", "0.0.1");
    ObjectNode operation = document.withObject("/operations").putObject(address);
    operation.put("action", "send");
    operation.putObject("channel").put("$ref", "#/channels/" + address);
    operation.put("summary", "Gatehouse puts events here; a consumer takes them.");
    operation.putArray("messages");
  }

  private void addType(String type, List<Giving> givings) {
    String address = givings.get(0).row().address();
    boolean known = !address.equals(MessageNames.UNCLASSIFIED);
    ObjectNode message = addMessage(address, type, vocabulary.ofType(type));
    message.put("description", words(givings));
    ObjectNode headers = schema(message.putObject("headers"));
    headers.putArray("allOf").addObject().put("$ref", ref(known ? "event" : "unclassified"));
    ObjectNode properties = headers.putObject("properties");
    properties.putObject(MessageNames.ATTRIBUTE + "type").put("const", type);
    var vendors = properties.putObject(MessageNames.ATTRIBUTE + "vendor").putArray("enum");
    givings.stream().map(Giving::vendor).distinct().forEach(vendors::add);
    ObjectNode payload = schema(message.putObject("payload"));
    if (known) {
      var either = payload.putArray("anyOf");
      givings.stream()
          .map(Giving::route)
          .distinct()
          .forEach(route -> describeData(either.addObject(), route));
    } else {
      describeObject(payload, "Any JSON object, alone or in an array of one.");
    }
  }

  /** One line for each way in which a vendor's event gets this type. */
  private static String words(List<Giving> givings) {
    StringBuilder words = new StringBuilder();
    for (Giving giving : givings) {
      String when = giving.row().when();
      String what = when.isEmpty() ? "anything else" : giving.row().word() ? when : "where " + when;
      words.append("- %s: %s\n".formatted(giving.route(), what));
    }
    return words.toString();
  }

  private void describeData(ObjectNode schema, String route) {
    String file = "vendors/" + route;
    if (docs.resolve("schemas").resolve(file + ".schema.json").toFile().exists()) {
      schema.put("$ref", ref(file));
    } else {
      describeObject(schema, "What %s sends: nobody has described it yet.".formatted(route));
    }
  }

  private static void describeObject(ObjectNode schema, String description) {
    schema.put("description", description);
    schema.putArray("type").add("object").add("array");
  }

  private void addUnread(String address, String name, String schema) {
    ObjectNode message = addMessage(address, name, vocabulary.ofAddress(address));
    schema(message.putObject("headers")).put("$ref", ref(schema));
    schema(message.putObject("payload"))
        .put("description", "Bytes or text as they came; nobody has looked into them.");
  }

  private ObjectNode addMessage(String address, String name, String meaning) {
    ObjectNode message = document.withObject("/components/messages").putObject(name);
    message.put("name", name);
    message.put("summary", meaning);
    message.putArray("traits").addObject().put("$ref", "#/components/messageTraits/persistent");
    if (!document.path("channels").has(address)) {
      throw new BadSettingException(
          "A route file gives the type %s, and the bus file has no address %s: correct one of them."
              .formatted(name, address));
    }
    document
        .withObject("/channels/" + address + "/messages")
        .putObject(name)
        .put("$ref", "#/components/messages/" + name);
    document
        .withObject("/operations/" + address)
        .withArray("messages")
        .addObject()
        .put("$ref", "#/channels/" + address + "/messages/" + name);
    return message;
  }

  private static ObjectNode schema(ObjectNode holder) {
    return holder
        .put("schemaFormat", "application/schema+json;version=draft-2020-12")
        .putObject("schema");
  }

  private static String ref(String schema) {
    return "./schemas/" + schema + ".schema.json";
  }

  private static ObjectNode frame() {
    try (InputStream in = AsyncApi.class.getResourceAsStream("/contract/frame.yaml")) {
      return YAML.readValue(in, ObjectNode.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The meaning of the words on the bus, one sentence each. */
  private record Vocabulary(Path file, JsonNode tree) {

    static Vocabulary read(Path file) {
      try {
        return new Vocabulary(file, new ObjectMapper(new YAMLFactory()).readTree(file.toFile()));
      } catch (IOException e) {
        throw new BadSettingException(
            "%s cannot be read: it must be YAML, with a sentence for each address and type."
                .formatted(file));
      }
    }

    String ofAddress(String address) {
      return sentence("addresses", address);
    }

    String ofType(String type) {
      return sentence("types", type);
    }

    private String sentence(String part, String word) {
      String sentence = tree.path(part).path(word).asText();
      if (sentence.isBlank()) {
        throw new BadSettingException(
            "%s does not say what %s means: add a line for it under '%s'."
                .formatted(file, word, part));
      }
      return sentence;
    }
  }
}
