package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the files of a vendor are: in the source tree, or beside the packaged application.
 *
 * @param root the parent folder of {@code routes/}
 */
record VendorFiles(Path root) {

  private static final Path SOURCE_SETTINGS = Path.of("src/main/resources/application-local.yaml");
  private static final Path SETTINGS = Path.of("config/application-local.yaml");
  private static final Path SOURCE_SAMPLES = Path.of("src/test/resources/vendors");
  private static final Path SAMPLES = Path.of("samples");

  VendorFiles {
    if (!Files.isDirectory(root.resolve("routes/vendors"))) {
      throw new BadSettingException(
          "There is no folder %s: go to the folder that routes/ is in, or name it with --directory."
              .formatted(root.resolve("routes/vendors")));
    }
  }

  boolean inSourceTree() {
    return Files.isRegularFile(root.resolve(SOURCE_SETTINGS));
  }

  Path routeFile(String vendor) {
    return root.resolve("routes/vendors").resolve(vendor + ".camel.yaml");
  }

  Path simulation(String vendor) {
    return root.resolve("routes/simulations").resolve(vendor + ".yaml");
  }

  Path sample(String vendor) {
    return root.resolve(inSourceTree() ? SOURCE_SAMPLES : SAMPLES)
        .resolve(vendor)
        .resolve("an-approval");
  }

  Path settings() {
    return root.resolve(inSourceTree() ? SOURCE_SETTINGS : SETTINGS);
  }

  /**
   * Writes all files of a vendor, or none.
   *
   * @throws BadSettingException if something of that name already exists
   * @throws IOException if a file cannot be written
   */
  void write(VendorTemplate template) throws IOException {
    refuseToOverwrite(template.name());
    Path sample = sample(template.name());
    Files.createDirectories(sample);
    Files.createDirectories(settings().getParent());
    Files.createDirectories(simulation(template.name()).getParent());
    create(sample.resolve("request.http"), template.request());
    create(sample.resolve("event.json"), template.event());
    create(simulation(template.name()), template.simulation());
    Files.writeString(
        settings(), settingsOf(template), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    // Last, since a running gateway may deploy it at once.
    create(routeFile(template.name()), template.routeFile());
  }

  private static void create(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
  }

  private static String settingsOf(VendorTemplate template) {
    return template.settings().entrySet().stream()
        .map(setting -> "%s: %s\n".formatted(setting.getKey(), setting.getValue()))
        .collect(
            Collectors.joining(
                "", "\n# %s: thrown away, for trying out.\n".formatted(template.title()), ""));
  }

  private void refuseToOverwrite(String vendor) throws IOException {
    Path receiver = root.resolve("routes/downstream").resolve(vendor + ".camel.yaml");
    for (Path path :
        List.of(routeFile(vendor), simulation(vendor), sample(vendor).getParent(), receiver)) {
      if (Files.exists(path)) {
        throw new BadSettingException(
            "%s is there already, and nothing is overwritten: take another name, or edit that."
                .formatted(path));
      }
    }
    Pattern setting = Pattern.compile("(?m)^" + vendor + "[.:]");
    if (Files.exists(settings()) && setting.matcher(Files.readString(settings())).find()) {
      throw new BadSettingException(
          "%s has settings of %s already: take another name, or take them out."
              .formatted(settings(), vendor));
    }
    refuseIdOfAnotherRoute(vendor);
  }

  private void refuseIdOfAnotherRoute(String vendor) throws IOException {
    Pattern id = Pattern.compile("(?m)^\\s+id:\\s*" + vendor + "\\s*$");
    try (Stream<Path> files = Files.list(root.resolve("routes/vendors"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (id.matcher(Files.readString(file)).find()) {
          throw new BadSettingException(
              "%s has a route with the id %s already: take another name.".formatted(file, vendor));
        }
      }
    }
  }
}
