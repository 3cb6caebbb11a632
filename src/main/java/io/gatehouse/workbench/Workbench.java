package io.gatehouse.workbench;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line, without which the same program serves as the gateway. */
@Command(
    name = "gatehouse",
    description = "Webhooks in, events out. Without a command: the gateway itself.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NewVendor.class},
    mixinStandardHelpOptions = true)
public final class Workbench {

  private static final Set<String> HELP = Set.of("--help", "-h", "--version", "-V");

  private Workbench() {}

  /** Whether these arguments are for a command, and not Spring's. */
  public static boolean isMeant(String... arguments) {
    return arguments.length > 0 && (!arguments[0].startsWith("-") || HELP.contains(arguments[0]));
  }

  /** Runs a command and gives the exit status: 0 fine, 1 no, 2 not understood. */
  public static int run(String... arguments) {
    return new CommandLine(new Workbench()).execute(arguments);
  }
}
