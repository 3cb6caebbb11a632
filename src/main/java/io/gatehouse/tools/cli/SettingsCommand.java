package io.gatehouse.tools.cli;

import io.gatehouse.tools.contract.SettingsPage;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the page of all settings. */
@Command(
    name = "settings",
    description = {
      "Writes a page in Markdown that lists all settings.",
      "It is made from the descriptions in this build and from the folder of routes."
    },
    mixinStandardHelpOptions = true)
final class SettingsCommand extends GeneratorCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "docs/settings.md",
      description = "The page (default: ${DEFAULT-VALUE}).")
  private Path page;

  @Override
  List<GeneratedFile> make() {
    return List.of(
        new GeneratedFile(
            page,
            SettingsPage.of(routes()),
            "./gatehouse settings %s %s".formatted(routes(), page)));
  }
}
