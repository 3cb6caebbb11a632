package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.diagrams.RouteFolder;
import io.gatehouse.tools.diagrams.RoutePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Generates the pages that show the routes. */
@Command(
    name = "draw",
    description = {
      "Writes pages in Markdown that show each route as a picture and in words: an index, and"
          + " beside it a folder of the same name with a page for each vendor and receiving"
          + " system.",
      "They are made from the files alone; nothing is started."
    },
    mixinStandardHelpOptions = true)
final class DrawCommand extends GeneratorCommand {

  private static final String ENDING = ".md";

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "docs/routes.md",
      description = "The index (default: ${DEFAULT-VALUE}).")
  private Path index;

  @Override
  List<GeneratedFile> make() {
    String name = index.getFileName().toString();
    if (!name.endsWith(ENDING)) {
      throw new BadSettingException("%s is no name of a page: let it end in .md.".formatted(index));
    }
    Path pages = index.resolveSibling(name.substring(0, name.length() - ENDING.length()));
    RouteFolder folder = RouteFolder.read(routes());
    Map<Path, String> contents = new LinkedHashMap<>();
    contents.put(index, RoutePage.index(folder, pages.getFileName().toString()));
    RoutePage.ofNames(folder, name)
        .forEach((vendor, page) -> contents.put(pages.resolve(vendor + ENDING), page));
    made(pages).forEach(page -> contents.putIfAbsent(page, ""));
    String command = "./gatehouse draw %s %s".formatted(routes(), index);
    return contents.entrySet().stream()
        .map(page -> new GeneratedFile(page.getKey(), page.getValue(), command))
        .toList();
  }

  /** The pages that an earlier run has written. */
  private static List<Path> made(Path pages) {
    if (!Files.isDirectory(pages)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(pages)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .filter(file -> GeneratedFile.text(file).startsWith(RoutePage.MADE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: give a folder that you may list.".formatted(pages));
    }
  }
}
