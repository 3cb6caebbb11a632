package io.gatehouse.tools.diagrams;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of the routes folder.
 *
 * @param folder its folder, by its name
 * @param name without its ending
 */
public record YamlFile(String folder, String name, String text, JsonNode tree) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * Reads the files of a folder with this ending, by name; none if there is no such folder.
   *
   * @throws BadSettingException if one cannot be read or is not YAML
   */
  public static List<YamlFile> in(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .sorted()
          .map(file -> read(file, ending))
          .toList();
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: give a folder that you may list.".formatted(folder));
    }
  }

  private static YamlFile read(Path file, String ending) {
    try {
      String text = Files.readString(file);
      return new YamlFile(
          file.getParent().getFileName().toString(),
          file.getFileName().toString().replace(ending, ""),
          text,
          YAML.readTree(text));
    } catch (JacksonException e) {
      throw new BadSettingException(
          "%s, line %d: this is not YAML; correct the line."
              .formatted(file, e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be a UTF-8 text file that you may read.".formatted(file));
    }
  }
}
