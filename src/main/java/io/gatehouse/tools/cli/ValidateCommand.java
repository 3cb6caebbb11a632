package io.gatehouse.tools.cli;

import io.gatehouse.routes.validation.OfflineValidation;
import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.settings.BadSettingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code gatehouse validate routes/}: reports what the gateway would report about route files,
 * before they are deployed.
 */
@Command(
    name = "validate",
    description = {
      "Checks a folder of route files as the gateway does before it serves them: YAML, words, "
          + "components, kamelets and their parameters, settings, expressions, options, addresses "
          + "of the bus. Nothing is started and nobody is called. Every file is checked, switched "
          + "off or not.",
      "Each problem is a line \"file:line: sentence\" on the standard output. Where all are well, a "
          + "line with \"hint:\" tells of a vendor's times that cannot be read, as far as its "
          + "simulation shows."
    },
    footer = {
      "%nExit status: 0 all files are well, 1 some are not, 2 the folder or an argument cannot be "
          + "used.",
      "%nA setting has its value from --settings, else from the environment (KOMPAR_TOKEN is "
          + "kompar.token), else from the public settings of the profile \"local\". So no real "
          + "secret is needed for a check.",
      "%nExample: gatehouse validate routes/ --settings staging.yaml"
    },
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      defaultValue = "routes",
      paramLabel = "FOLDER",
      description =
          "with vendors/, kamelets/ and bus.properties, and perhaps downstream/ and registration/; "
              + "usually ${DEFAULT-VALUE}")
  private Path folder;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "values for the settings that the files name, as YAML or properties")
  private Path settings;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      OfflineValidation validation = new OfflineValidation(folder, Optional.ofNullable(settings));
      List<RouteDiagnostic> problems = validation.problems();
      problems.forEach(out::println);
      if (problems.isEmpty()) {
        validation.hints().forEach(out::println);
        new TimeHints(folder).lines(null).forEach(out::println);
      }
      return problems.isEmpty() ? 0 : 1;
    } catch (BadSettingException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 2;
    }
  }
}
