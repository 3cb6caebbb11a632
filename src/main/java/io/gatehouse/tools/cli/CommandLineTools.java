package io.gatehouse.tools.cli;

import java.util.Set;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
      DrawCommand.class,
      ContractCommand.class
    },
    mixinStandardHelpOptions = true)
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
    return new CommandLine(new CommandLineTools())
        .setParameterExceptionHandler(CommandLineTools::explain)
        .execute(arguments);
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
