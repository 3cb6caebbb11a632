package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.contract.AsyncApi;
import io.gatehouse.tools.contract.SettingsPage;
import io.gatehouse.tools.diagrams.RouteFolder;
import io.gatehouse.tools.diagrams.RoutePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that generates files from the routes, or checks whether they are up to date. */
abstract class GeneratorCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "routes",
      description = "The folder of routes (default: ${DEFAULT-VALUE}).")
  private Path routes;

  @Option(
      names = "--check",
      description = "Write nothing; say whether the file is what the routes give (status 1: no).")
  private boolean check;

  @Spec private CommandSpec spec;

  /** The second parameter. */
  abstract Path target();

  /** The folder that is made if it is missing; null if there is none. */
  Path ownFolder() {
    return null;
  }

  /**
   * The files with their expected content; empty for a file that should not be there.
   *
   * @throws BadSettingException if one cannot be generated
   */
  abstract Map<Path, String> contents(Path routes);

  @Override
  public final Integer call() {
    try {
      int status = 0;
      for (Map.Entry<Path, String> file : contents(routes).entrySet()) {
        status = Math.max(status, generate(file.getKey(), file.getValue()));
      }
      return status;
    } catch (BadSettingException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private int generate(Path file, String content) {
    return check ? check(file, content) : write(file, content);
  }

  /** Writes a file, into a new folder if only that is missing; or deletes it. */
  private int write(Path file, String content) {
    Path folder = file.toAbsolutePath().getParent();
    Path own = ownFolder();
    try {
      if (content.isEmpty()) {
        Files.deleteIfExists(file);
        spec.commandLine().getOut().println("Deleted " + file + ".");
        return 0;
      }
      if (own != null
          && folder.equals(own.toAbsolutePath())
          && Files.isDirectory(folder.getParent())) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be written: name a file in a folder that is there.".formatted(file));
    }
    spec.commandLine().getOut().println("Wrote " + file + ".");
    return 0;
  }

  private int check(Path file, String content) {
    boolean current = Files.exists(file) ? text(file).equals(content) : content.isEmpty();
    spec.commandLine()
        .getOut()
        .println(
            current
                ? file + " is what the files give."
                : "%s is not what the files give: run `./gatehouse %s %s %s` and commit it."
                    .formatted(file, spec.name(), routes, target()));
    return current ? 0 : 1;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be a UTF-8 text file that you may read.".formatted(file));
    }
  }

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
  static final class Draw extends GeneratorCommand {

    private static final String ENDING = ".md";

    @Parameters(
        index = "1",
        arity = "0..1",
        defaultValue = "docs/routes.md",
        description = "The index (default: ${DEFAULT-VALUE}).")
    private Path index;

    @Override
    Path target() {
      return index;
    }

    @Override
    Map<Path, String> contents(Path routes) {
      String name = index.getFileName().toString();
      Path pages = ownFolder();
      RouteFolder folder = RouteFolder.read(routes);
      Map<Path, String> contents = new LinkedHashMap<>();
      contents.put(index, RoutePage.index(folder, pages.getFileName().toString()));
      RoutePage.ofNames(folder, name)
          .forEach((vendor, page) -> contents.put(pages.resolve(vendor + ENDING), page));
      made(pages).forEach(page -> contents.putIfAbsent(page, ""));
      return contents;
    }

    @Override
    Path ownFolder() {
      String name = index.getFileName().toString();
      if (!name.endsWith(ENDING)) {
        throw new BadSettingException(
            "%s is no name of a page: let it end in .md.".formatted(index));
      }
      return index.resolveSibling(name.substring(0, name.length() - ENDING.length()));
    }

    /** The pages that an earlier run has written. */
    private static List<Path> made(Path pages) {
      if (!Files.isDirectory(pages)) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(pages)) {
        return files
            .filter(file -> file.toString().endsWith(ENDING))
            .filter(file -> text(file).startsWith(RoutePage.MADE))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new BadSettingException(
            "%s cannot be read: give a folder that you may list.".formatted(pages));
      }
    }
  }

  /** Generates the AsyncAPI document of the bus. */
  @Command(
      name = "contract",
      description = {
        "Writes the AsyncAPI document for those who read the bus, asyncapi.yaml.",
        "It is made from the folder of routes, and from vocabulary.yaml and schemas/ beside it."
      },
      mixinStandardHelpOptions = true)
  static final class Contract extends GeneratorCommand {

    @Parameters(
        index = "1",
        arity = "0..1",
        defaultValue = "docs",
        description = "The folder of the document (default: ${DEFAULT-VALUE}).")
    private Path docs;

    @Override
    Path target() {
      return docs;
    }

    @Override
    Map<Path, String> contents(Path routes) {
      return Map.of(docs.resolve("asyncapi.yaml"), AsyncApi.of(RouteFolder.read(routes), docs));
    }
  }

  /** Generates the page of all settings. */
  @Command(
      name = "settings",
      description = {
        "Writes a page in Markdown that lists all settings.",
        "It is made from the descriptions in this build and from the folder of routes."
      },
      mixinStandardHelpOptions = true)
  static final class Settings extends GeneratorCommand {

    @Parameters(
        index = "1",
        arity = "0..1",
        defaultValue = "docs/settings.md",
        description = "The page (default: ${DEFAULT-VALUE}).")
    private Path page;

    @Override
    Path target() {
      return page;
    }

    @Override
    Map<Path, String> contents(Path routes) {
      return Map.of(page, SettingsPage.of(routes));
    }
  }
}
