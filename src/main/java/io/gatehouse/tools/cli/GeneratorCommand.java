package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.tools.contract.AsyncApi;
import io.gatehouse.tools.contract.SettingsPage;
import io.gatehouse.tools.diagrams.RouteFolder;
import io.gatehouse.tools.diagrams.RoutePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that generates one file from the routes, or checks whether it is up to date. */
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

  /** The file that is generated. */
  Path file() {
    return target();
  }

  /**
   * The content that the file should have.
   *
   * @throws BadSettingException if it cannot be generated
   */
  abstract String content(Path routes);

  @Override
  public final Integer call() {
    try {
      String content = content(routes);
      return check ? check(content) : write(content);
    } catch (BadSettingException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private int write(String content) {
    try {
      Files.writeString(file(), content);
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be written: name a file in a folder that is there.".formatted(file()));
    }
    spec.commandLine().getOut().println("Wrote " + file() + ".");
    return 0;
  }

  private int check(String content) {
    boolean current = isCurrent(content);
    spec.commandLine()
        .getOut()
        .println(
            current
                ? file() + " is what the files give."
                : "%s is not what the files give: run `./gatehouse %s %s %s` and commit it."
                    .formatted(file(), spec.name(), routes, target()));
    return current ? 0 : 1;
  }

  private boolean isCurrent(String content) {
    try {
      return Files.exists(file()) && Files.readString(file()).equals(content);
    } catch (IOException e) {
      throw new BadSettingException(
          "%s cannot be read: it must be a UTF-8 text file that you may read.".formatted(file()));
    }
  }

  /** Generates the page that shows the routes. */
  @Command(
      name = "draw",
      description = {
        "Writes a page in Markdown that shows each route as a picture and in words.",
        "It is made from the files alone; nothing is started."
      },
      mixinStandardHelpOptions = true)
  static final class Draw extends GeneratorCommand {

    @Parameters(
        index = "1",
        arity = "0..1",
        defaultValue = "docs/routes.md",
        description = "The page (default: ${DEFAULT-VALUE}).")
    private Path page;

    @Override
    Path target() {
      return page;
    }

    @Override
    String content(Path routes) {
      return RoutePage.of(RouteFolder.read(routes));
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
    Path file() {
      return docs.resolve("asyncapi.yaml");
    }

    @Override
    String content(Path routes) {
      return AsyncApi.of(RouteFolder.read(routes), docs);
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
    String content(Path routes) {
      return SettingsPage.of(routes);
    }
  }
}
