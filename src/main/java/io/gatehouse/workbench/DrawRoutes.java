package io.gatehouse.workbench;

import io.gatehouse.drawing.RouteFolder;
import io.gatehouse.drawing.RoutePage;
import io.gatehouse.settings.BadSettingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the page that shows the routes. */
@Command(
    name = "draw",
    description = {
      "Writes a page in Markdown that shows each route as a picture and in words.",
      "It is made from the files alone; nothing is started."
    },
    mixinStandardHelpOptions = true)
final class DrawRoutes implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "routes",
      description = "The folder of routes (default: ${DEFAULT-VALUE}).")
  private Path routes;

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "docs/routes.md",
      description = "The page (default: ${DEFAULT-VALUE}).")
  private Path page;

  @Option(
      names = "--check",
      description = "Write nothing; say whether the page is what the files give (status 1: no).")
  private boolean check;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      MadeFile made =
          new MadeFile(
              page,
              RoutePage.of(RouteFolder.read(routes)),
              "./gatehouse draw %s %s".formatted(routes, page));
      return check ? made.check(out) : made.write(out);
    } catch (BadSettingException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }
}
