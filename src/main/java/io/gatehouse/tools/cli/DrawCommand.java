package io.gatehouse.tools.cli;

import io.gatehouse.tools.diagrams.RouteFolder;
import io.gatehouse.tools.diagrams.RoutePage;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Generates the page that shows the routes. */
@Command(
    name = "draw",
    description = {
      "Writes a page in Markdown that shows each route as a picture and in words.",
      "It is made from the files alone; nothing is started."
    },
    mixinStandardHelpOptions = true)
final class DrawCommand extends GeneratorCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "docs/routes.md",
      description = "The page (default: ${DEFAULT-VALUE}).")
  private Path page;

  @Override
  GeneratedFile make() {
    return new GeneratedFile(
        page,
        RoutePage.of(RouteFolder.read(routes())),
        "./gatehouse draw %s %s".formatted(routes(), page));
  }
}
