package io.gatehouse.routes.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.util.FileSystemUtils;

/** A gateway over a copy of the shipped route files, which a test edits while it runs. */
public final class EditedGateway implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SHIPPED = Path.of("routes");

  private final Path routes;
  private final Gateway gateway;

  private EditedGateway(Path routes, Gateway gateway) {
    this.routes = routes;
    this.gateway = gateway;
  }

  public static EditedGateway start(Path folder) {
    return start(folder, Map.of(), Map.of());
  }

  /**
   * The same.
   *
   * @param more files beside the shipped ones
   * @param settings of the gateway
   */
  public static EditedGateway start(
      Path folder, Map<String, String> more, Map<String, String> settings) {
    Path routes = folder.resolve("routes");
    try {
      FileSystemUtils.copyRecursively(SHIPPED, routes);
      for (Map.Entry<String, String> file : more.entrySet()) {
        Files.writeString(routes.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new HashMap<>(settings);
    all.put("gatehouse.routes.directory", routes.toString());
    return new EditedGateway(routes, Gateway.start(all));
  }

  public Gateway gateway() {
    return gateway;
  }

  public Path file(String name) {
    return routes.resolve(name);
  }

  /** Saves a shipped file with one text replaced by another. */
  public void save(String name, String right, String wrong) {
    String text = shipped(name);
    if (!text.contains(right)) {
      throw new AssertionError(name + " has changed, and this test with it");
    }
    write(name, text.replace(right, wrong));
  }

  /** Saves a file as it ships. */
  public void restore(String name) {
    write(name, shipped(name));
  }

  static String shipped(String name) {
    return text(SHIPPED.resolve(name));
  }

  /** The shipped vendors' files with one text replaced by another. */
  void saveAll(String right, String wrong) {
    names("vendors").forEach(name -> write(name, shipped(name).replace(right, wrong)));
  }

  /** All files as they ship, and no others. */
  void restoreAll() {
    for (String folder : List.of("vendors", "downstream", "registration", "kamelets")) {
      List<String> shipped = names(SHIPPED, folder);
      names(routes, folder).stream().filter(name -> !shipped.contains(name)).forEach(this::delete);
      shipped.forEach(this::restore);
    }
  }

  private List<String> names(String folder) {
    return names(SHIPPED, folder);
  }

  private static List<String> names(Path routes, String folder) {
    try (Stream<Path> files = Files.list(routes.resolve(folder))) {
      return files.map(file -> folder + "/" + file.getFileName()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of a shipped file that contains this. */
  static int lineOf(String name, String part) {
    String text = shipped(name);
    return (int) text.substring(0, text.indexOf(part)).lines().count();
  }

  void rename(String name, String other) {
    try {
      Files.move(file(name), file(other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(String name, String text) {
    try {
      Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void delete(String name) {
    try {
      Files.delete(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The state of a file on the operators' port. */
  public JsonNode state(String name) {
    JsonNode files = operators("/actuator/routes").path("files");
    return StreamSupport.stream(files.spliterator(), false)
        .filter(line -> line.path("file").asText().equals(file(name).toString()))
        .findFirst()
        .orElse(JSON.missingNode());
  }

  public String problem(String name) {
    return state(name).path("problem").asText();
  }

  /** How many files are not served as they are on disk. */
  public int refused() {
    return operators("/actuator/routes").path("refused").asInt();
  }

  public JsonNode operators(String path) {
    try {
      return JSON.readTree(gateway.operate(Request.get(path)).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** ARGOS's response status for a body of this size. */
  int argos(int size) {
    return status(
        Request.post("/webhooks/argos?key=local-argos-key")
            .body("{\"webhook_trigger\":\"created\",\"fill\":\"" + "x".repeat(size) + "\"}"));
  }

  /** TheKYB's response status for a body of this size. */
  int thekyb(int size) {
    return status(
        Request.post("/webhooks/thekyb?key=local-thekyb-key")
            .body("{\"type\":\"service_resolved\",\"fill\":\"" + "x".repeat(size) + "\"}"));
  }

  int status(Request request) {
    return gateway.send(request).status();
  }

  public static ConditionFactory soon() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
