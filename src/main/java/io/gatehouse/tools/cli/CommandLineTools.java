package io.gatehouse.tools.cli;

import java.io.IOException;
import java.util.Properties;
import java.util.Set;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Without a command the same program runs as the gateway. */
@Command(
    name = "gatehouse",
    description = "Webhooks in, events out. Without a command: the gateway itself.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ValidateCommand.class,
      SimulateCommand.class,
      NewVendorCommand.class,
      GeneratorCommand.Draw.class,
      GeneratorCommand.Contract.class,
      GeneratorCommand.Settings.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLineTools.Version.class)
public final class CommandLineTools {

  private static final Set<String> HELP = Set.of("--help", "-h", "--version", "-V");

  private CommandLineTools() {}

  /** Whether these arguments are for a command, and not for Spring. */
  public static boolean isMeant(String... arguments) {
    return arguments.length > 0 && (!arguments[0].startsWith("-") || HELP.contains(arguments[0]));
  }

  /** Runs a command and returns the exit status: 0 success, 1 problems found, 2 invalid usage. */
  public static int run(String... arguments) {
    // A command prints its own output, which a library's log lines would interrupt.
    LoggingSystem.get(CommandLineTools.class.getClassLoader()).beforeInitialize();
    // From Java 24 on the JVM prints a warning about who uses it.
    System.setProperty("io.netty.noUnsafe", "true");
    return new CommandLine(new CommandLineTools())
        .setParameterExceptionHandler(CommandLineTools::explain)
        .execute(arguments);
  }

  /** The version that the build has written. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
      Properties build =
          PropertiesLoaderUtils.loadProperties(
              new ClassPathResource("gatehouse-version.properties"));
      return new String[] {
        "gatehouse %s (Java %s)".formatted(build.getProperty("version"), Runtime.version())
      };
    }
  }

  /** Prints the problem, and where help is; the whole help would hide it. */
  private static int explain(ParameterException problem, String... arguments) {
    CommandLine command = problem.getCommandLine();
    command.getErr().println(problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, command.getErr());
    command.getErr().printf("See %s --help.%n", command.getCommandSpec().qualifiedName());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
