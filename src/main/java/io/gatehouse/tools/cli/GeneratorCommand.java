package io.gatehouse.tools.cli;

import io.gatehouse.settings.BadSettingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
      description = "Write nothing; say whether each file is what the routes give (status 1: no).")
  private boolean check;

  @Spec private CommandSpec spec;

  /**
   * The files with their expected content.
   *
   * @throws BadSettingException if one cannot be generated
   */
  abstract List<GeneratedFile> make();

  /** The routes folder. */
  final Path routes() {
    return routes;
  }

  @Override
  public final Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      int status = 0;
      for (GeneratedFile file : make()) {
        status = Math.max(status, check ? file.check(out) : file.write(out));
      }
      return status;
    } catch (BadSettingException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }
}
