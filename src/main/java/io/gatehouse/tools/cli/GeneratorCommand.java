package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

  /**
   * The file with its expected content.
   *
   * @throws BadSettingException if it cannot be generated
   */
  abstract GeneratedFile make();

  /** The routes folder. */
  final Path routes() {
    return routes;
  }

  @Override
  public final Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      GeneratedFile made = make();
      return check ? made.check(out) : made.write(out);
    } catch (BadSettingException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }
}
