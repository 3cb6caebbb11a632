package io.gatehouse.tools.diagrams;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.broker.BusFile;
import io.gatehouse.settings.BadSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of route files, parsed for documentation.
 *
 * @param routes vendors' first, then receiving systems', then registrations
 * @param kamelets by name
 */
public record RouteFolder(List<Route> routes, Map<String, Kamelet> kamelets, BusFile bus) {

  private static final List<String> FOLDERS = List.of("vendors", "downstream", "registration");

  /**
   * Reads a folder.
   *
   * @param folder with {@code vendors}, {@code kamelets} and {@code bus.properties} in it
   * @throws BadSettingException if something in it cannot be read
   */
  public static RouteFolder read(Path folder) {
    if (!Files.isDirectory(folder.resolve("vendors"))) {
      throw new BadSettingException(
          "%s is no folder of routes: give one that holds vendors/, kamelets/ and bus.properties."
              .formatted(folder));
    }
    return new RouteFolder(
        FOLDERS.stream()
            .flatMap(name -> YamlFile.in(folder.resolve(name), ".camel.yaml").stream())
            .flatMap(file -> new RouteReader(file).routes().stream())
            .toList(),
        YamlFile.in(folder.resolve("kamelets"), ".kamelet.yaml").stream()
            .collect(Collectors.toMap(YamlFile::name, Kamelet::of)),
        BusFile.read(folder.resolve("bus.properties")));
  }

  /** The routes that receive webhooks. */
  public Stream<Route> vendors() {
    return routes.stream().filter(Route::isVendors);
  }

  Kamelet kamelet(String name) {
    return kamelets.getOrDefault(name, Kamelet.unknown(name));
  }

  /**
   * A divert of the bus file.
   *
   * @param queue to which it copies
   * @param filter that selects the events
   */
  record Divert(String queue, String filter) {

    private static final Pattern DIVERT =
        Pattern.compile("(divertConfigurations\\.\"?[^\"=]+?\"?\\.)forwardingAddress");
    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

    static List<Divert> in(BusFile bus) {
      return bus.properties().stringPropertyNames().stream()
          .sorted()
          .map(DIVERT::matcher)
          .filter(Matcher::matches)
          .map(
              divert ->
                  new Divert(
                      bus.properties().getProperty(divert.group()),
                      bus.properties().getProperty(divert.group(1) + "filterString", "")))
          .toList();
    }

    /** The quoted words of the filter: usually the queues that are copied. */
    List<String> words() {
      return QUOTED.matcher(filter).results().map(quoted -> quoted.group(1)).toList();
    }
  }

  /**
   * A kamelet's description.
   *
   * @param group the part of a route that it belongs to
   * @param summary the first sentence of its description
   * @param otherwise what happens to a request that it stops: a status, or a queue; empty if the
   *     description does not tell
   * @param titles of its parameters, by name
   */
  record Kamelet(
      String title, String group, String summary, String otherwise, Map<String, String> titles) {

    static Kamelet of(YamlFile file) {
      JsonNode annotations = file.tree().at("/metadata/annotations");
      JsonNode definition = file.tree().at("/spec/definition");
      Map<String, String> titles = new TreeMap<>();
      definition
          .path("properties")
          .properties()
          .forEach(
              property ->
                  titles.put(
                      property.getKey(),
                      property.getValue().path("title").asText(property.getKey())));
      return new Kamelet(
          definition.path("title").asText(file.name()),
          annotations.path("camel.apache.org/kamelet.group").asText("Other steps"),
          definition.path("description").asText().strip().replaceFirst("(?s)[.]\\s.*$", "."),
          annotations.path("gatehouse.io/otherwise").asText(),
          titles);
    }

    /** A kamelet without a description. */
    static Kamelet unknown(String name) {
      return new Kamelet(name, "Other steps", "", "", Map.of());
    }
  }
}
