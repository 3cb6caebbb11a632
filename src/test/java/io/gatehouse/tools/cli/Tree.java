package io.gatehouse.tools.cli;

import io.gatehouse.gateway.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A copy of the integration team's files: route files, settings of the profile {@code local}, the
 * sources of the generated pages, and a place for samples.
 *
 * @param root of the copy
 */
record Tree(Path root) {

  private static final Path SETTINGS = Path.of("src/main/resources");
  private static final Path SCHEMAS = Path.of("docs/schemas");
  private static final Path VOCABULARY = Path.of("docs/vocabulary.yaml");

  /** A copy of the source tree. */
  static Tree ofSources(Path root) {
    Tree tree = packaged(root);
    try {
      Files.createDirectories(root.resolve(SETTINGS));
      Files.createDirectories(root.resolve("src/test/resources/vendors"));
      FileSystemUtils.copyRecursively(SCHEMAS, root.resolve(SCHEMAS));
      Files.copy(VOCABULARY, root.resolve(VOCABULARY));
      Path local = SETTINGS.resolve("application-local.yaml");
      Files.copy(local, root.resolve(local));
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files beside a packaged gateway. */
  static Tree packaged(Path root) {
    try {
      FileSystemUtils.copyRecursively(Path.of("routes"), root.resolve("routes"));
      return new Tree(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String relative) {
    return root.resolve(relative);
  }

  String text(String relative) {
    try {
      return Files.readString(path(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file by its path, with its text. */
  Map<Path, String> files() {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile)
          .forEach(
              file -> files.put(root.relativize(file), text(root.relativize(file).toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** A gateway with this tree's route files, and the settings in one of its folders. */
  Gateway start(String settings) {
    Map<String, String> all = new HashMap<>();
    all.put("gatehouse.routes.directory", path("routes").toString());
    all.put("gatehouse.broker.addresses", path("routes/bus.properties").toString());
    all.put("spring.config.additional-location", "file:" + path(settings) + "/");
    return Gateway.start(all);
  }
}
