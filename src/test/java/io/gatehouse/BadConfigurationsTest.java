package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Invalid configurations: each stops the start with one sentence that names the setting, what is
 * wrong with it and what to do. They are in a file, so that others can be added.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadConfigurationsTest {

  @TempDir Path folder;

  private final CapturedOutput output;
  private Path file;

  BadConfigurationsTest(CapturedOutput output) {
    this.output = output;
  }

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.writeString(folder.resolve("file"), "no folder");
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/settings/bad-configurations.csv",
      delimiter = '|',
      quoteCharacter = '\u0001',
      maxCharsPerColumn = 1000)
  void theStartStopsWithASentence(String set, String sentence) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> settings = settings(set);
      settings.replaceAll((name, value) -> filled(value, taken));
      String said = startAndFail(settings);

      assertThat(said).contains(filled(sentence, taken));
    }
  }

  @Test
  void aDamagedDatabaseIsToldByItsFolder() throws IOException {
    Files.createDirectories(folder.resolve("broker"));
    Files.writeString(folder.resolve("broker/ledger.mv.db"), "not a database".repeat(1000));

    assertThat(startAndFail(settings("gatehouse.bus.senders=4")))
        .contains("The gateway's own database in " + folder.resolve("broker"))
        .contains("ledger.mv.db is damaged");
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/settings/damaged-files.csv", delimiter = '|')
  void aDamagedJournalIsToldByItsFile(String name, int bytes) throws IOException {
    Path damaged = folder.resolve("broker").resolve(name);
    Files.createDirectories(damaged.getParent());
    Files.writeString(damaged, "x".repeat(bytes));

    assertThat(startAndFail(settings("gatehouse.bus.senders=4")))
        .contains(damaged + " is damaged")
        .contains("put the folder of gatehouse.broker.data-directory back from a backup");
    assertThat(damaged).hasSize(bytes);
  }

  private String filled(String text, ServerSocket taken) {
    return text.replace("{folder}", folder.toString())
        .replace("{file}", file.toString())
        .replace("{taken}", Integer.toString(taken.getLocalPort()))
        .replace("\\u0020", "\u0020");
  }

  private Map<String, String> settings(String set) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server.port", "0");
    settings.put("management.server.port", "0");
    settings.put("gatehouse.broker.acceptor", "");
    settings.put("gatehouse.broker.data-directory", folder.resolve("broker").toString());
    for (String one : set.split(" (?=[a-z])")) {
      settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    return settings;
  }

  private String startAndFail(Map<String, String> settings) {
    int before = output.length();
    assertThatThrownBy(
            () ->
                new SpringApplicationBuilder(Gatehouse.class)
                    .profiles("local")
                    .run(
                        settings.entrySet().stream()
                            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                            .toArray(String[]::new))
                    .close())
        .isInstanceOf(RuntimeException.class);
    String said = output.getAll().substring(before);
    String sentences =
        said.lines()
            .filter(line -> line.contains("Gatehouse did not start."))
            .collect(Collectors.joining("\n"));
    assertThat(sentences).as(said).isNotEmpty();
    assertThat(said).doesNotContain("\tat ").doesNotContain("Exception:");
    return sentences;
  }
}
