package io.gatehouse.tools.cli;

import io.gatehouse.tools.contract.AsyncApi;
import io.gatehouse.tools.diagrams.RouteFolder;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Generates the AsyncAPI document of the bus. */
@Command(
    name = "contract",
    description = {
      "Writes the AsyncAPI document for those who read the bus, asyncapi.yaml.",
      "It is made from the folder of routes, and from vocabulary.yaml and schemas/ beside it."
    },
    mixinStandardHelpOptions = true)
final class ContractCommand extends GeneratorCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "docs",
      description = "The folder of the document (default: ${DEFAULT-VALUE}).")
  private Path docs;

  @Override
  List<GeneratedFile> make() {
    return List.of(
        new GeneratedFile(
            docs.resolve("asyncapi.yaml"),
            AsyncApi.of(RouteFolder.read(routes()), docs),
            "./gatehouse contract %s %s".formatted(routes(), docs)));
  }
}
