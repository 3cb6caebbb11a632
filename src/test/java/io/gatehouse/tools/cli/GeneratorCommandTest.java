package io.gatehouse.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;

/** {@code ./gatehouse draw}, {@code ./gatehouse contract} and {@code ./gatehouse settings}. */
class GeneratorCommandTest {

  @TempDir private Path folder;
  private final StringWriter response = new StringWriter();

  @BeforeEach
  void copyRoutesAndDocuments() throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
    FileSystemUtils.copyRecursively(Path.of("docs"), folder.resolve("docs"));
  }

  private int draw(String... more) {
    return run(new GeneratorCommand.Draw(), folder.resolve("docs/routes.md"), more);
  }

  private int contract(String... more) {
    return run(new GeneratorCommand.Contract(), folder.resolve("docs"), more);
  }

  private int settings(String... more) {
    return run(new GeneratorCommand.Settings(), folder.resolve("docs/settings.md"), more);
  }

  private int run(GeneratorCommand command, Path target, String... more) {
    PrintWriter writer = new PrintWriter(response, true);
    CommandLine line = new CommandLine(command).setOut(writer).setErr(writer);
    String[] arguments = new String[more.length + 2];
    arguments[0] = folder.resolve("routes").toString();
    arguments[1] = target.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return line.execute(arguments);
  }

  private void edit(String file, String old, String changed) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(folder.resolve(file), text.replace(old, changed));
  }

  @Test
  void aPageIsWrittenAndIsThenUpToDate() throws IOException {
    Files.delete(folder.resolve("docs/routes.md"));

    assertThat(draw()).isZero();
    assertThat(draw("--check")).isZero();
    assertThat(folder.resolve("docs/routes.md")).content().startsWith("<!-- Made from");
  }

  @Test
  void aChangedRouteIsNoticedAndTheCommandIsNamed() throws IOException {
    draw();
    String before = Files.readString(folder.resolve("docs/routes.md"));
    edit("routes/vendors/argos.camel.yaml", "kyc.identity.retried", "kyc.identity.started");

    assertThat(draw("--check")).isEqualTo(1);
    assertThat(response.toString())
        .contains("docs/routes.md is not what the files give: run `./gatehouse draw ");
    assertThat(folder.resolve("docs/routes.md")).hasContent(before);
    assertThat(contract("--check")).isEqualTo(1);
    assertThat(response.toString())
        .contains("asyncapi.yaml is not what the files give: run `./gatehouse contract ");
  }

  @Test
  void aChangedDefaultIsNoticedOnThePageOfSettings() throws IOException {
    assertThat(settings()).isZero();
    assertThat(settings("--check")).isZero();
    edit(
        "routes/vendors/persona.camel.yaml",
        "{{persona.sources:}}",
        "{{persona.sources:192.0.2.7}}");

    assertThat(settings("--check")).isEqualTo(1);
    assertThat(response.toString())
        .contains("docs/settings.md is not what the files give: run `./gatehouse settings ");
  }

  @Test
  void aPageThatIsMissingIsNotUpToDate() throws IOException {
    Files.delete(folder.resolve("docs/routes.md"));

    assertThat(draw("--check")).isEqualTo(1);
    assertThat(folder.resolve("docs/routes.md")).doesNotExist();
  }

  @Test
  void aNewTypeNeedsASentence() throws IOException {
    edit("routes/vendors/argos.camel.yaml", "kyc.identity.retried", "kyc.identity.re-tried");

    assertThat(contract()).isEqualTo(1);
    assertThat(response.toString())
        .contains("vocabulary.yaml does not say what kyc.identity.re-tried means: add a line");
  }

  @Test
  void aTypeOfAnAddressThatTheBusDoesNotHaveIsRefused() throws IOException {
    edit("routes/vendors/argos.camel.yaml", "kyc.identity.retried", "kyc.person.retried");
    edit("docs/vocabulary.yaml", "types:\n", "types:\n  kyc.person.retried: Again.\n");

    assertThat(contract()).isEqualTo(1);
    assertThat(response.toString()).contains("the bus file has no address kyc.person");
  }

  @Test
  void dataThatNobodyDescribesIsMarkedSo() throws IOException {
    Files.delete(folder.resolve("docs/schemas/vendors/argos.schema.json"));

    assertThat(contract()).isZero();
    assertThat(folder.resolve("docs/asyncapi.yaml"))
        .content()
        .contains("What argos sends: nobody has described it yet.")
        .doesNotContain("argos.schema.json");
  }

  @Test
  void aFileThatIsNoYamlIsNamedWithItsLine() throws IOException {
    edit("routes/vendors/argos.camel.yaml", "    id: argos", "    id: [argos");

    assertThat(draw()).isEqualTo(1);
    assertThat(response.toString())
        .containsPattern("argos.camel.yaml, line \\d+: this is not YAML");
  }
}
