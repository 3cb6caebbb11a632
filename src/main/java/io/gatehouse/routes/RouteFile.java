package io.gatehouse.routes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One YAML file of the integration team.
 *
 * @param path where it is, as the operator wrote it
 * @param text its content
 * @param tree its content, parsed
 */
record RouteFile(Path path, String text, JsonNode tree) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String ROUTE_ENDING = ".camel.yaml";
  private static final String KAMELET_ENDING = ".kamelet.yaml";

  /**
   * Reads a file.
   *
   * @throws BadSettingException where it cannot be read or is no YAML
   */
  static RouteFile read(Path path) {
    try {
      String text = Files.readString(path);
      return new RouteFile(path, text, YAML.readTree(text));
    } catch (JacksonException e) {
      throw new BadSettingException(
          "%s, line %d: this is not YAML (%s); mend the line."
              .formatted(
                  path,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be a UTF-8 text file that the gateway's user may read."
              .formatted(path));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  static boolean isRoutes(Path path) {
    return path.getFileName().toString().endsWith(ROUTE_ENDING);
  }

  static boolean isKamelet(Path path) {
    return path.getFileName().toString().endsWith(KAMELET_ENDING);
  }

  /** The file's name without its ending: a vendor's name, or a kamelet's. */
  String name() {
    return path.getFileName().toString().replace(ROUTE_ENDING, "").replace(KAMELET_ENDING, "");
  }

  /** The number of the first line that contains this, 0 where none does. */
  int lineOf(String part) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].contains(part)) {
        return i + 1;
      }
    }
    return 0;
  }
}
