package io.gatehouse.tools.diagrams;

import io.gatehouse.broker.BusFile;
import io.gatehouse.settings.BadSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
}
