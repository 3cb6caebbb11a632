package io.gatehouse.tools.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.settings.BadSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** An invalid file is rejected with one sentence that names it and the problem. */
class SimulationFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "pth: /x                                       | 'pth' is not known at the top; known are bodies,",
        "events: {e: {path: /x, bdy: x}}               | 'bdy' is not known at events.e; known are body,",
        "events: {e: {body: '{}'}}                     | the event 'e' needs a path and a body",
        "events: {e: {path: /x, encrypted: true, body: '{}'}} | the event 'e' is encrypted, so",
        "encrypted: maybe                              | 'maybe' is neither true nor false nor either, at encrypted",
        "retries: {after: [soon]}                      | 'soon' does not fit at retries.after.0; write it like 30s, 15m or 12h",
        "encryption: {mode: XYZ}                       | 'XYZ' does not fit at encryption.mode; known are [ECB,",
        "query: {key: '{{secret:file.key}}'}           | file.key is not set, and",
        "credentials: {all: [{}]}                      | each credential must be one of basic, bearer,",
        "credentials: {all: [{basic: {username: a}}]}  | basic needs username and password",
        "scenarios: {s: {events: [{event: e}]}}        | file has no event 'e'",
        "- a list                                      | must be a map",
        "a: [                                          | this is not YAML",
      })
  void aMistakeIsNamed(String text, String sentence) throws IOException {
    Path path = Files.writeString(folder.resolve("file.yaml"), text + "\n");

    assertThatThrownBy(() -> SimulationFile.in(folder).get(0).vendor(new MockEnvironment()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining(sentence.contains("file has") ? "file" : path.toString());
  }

  @Test
  void theValueOfASettingThatDoesNotFitIsNotRepeated() throws IOException {
    Files.writeString(folder.resolve("file.yaml"), "retries: {after: ['{{secret:file.key}}']}\n");
    MockEnvironment settings = new MockEnvironment().withProperty("file.key", "S3cretValue");

    assertThatThrownBy(() -> SimulationFile.in(folder).get(0).vendor(settings))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("what is set does not fit at retries.after.0")
        .hasMessageNotContaining("S3cret");
  }

  @Test
  void aLinkOutOfTheFolderIsNotRead() throws IOException {
    Files.createSymbolicLink(folder.resolve("file.yaml"), Path.of("/dev/zero"));

    assertThatThrownBy(() -> SimulationFile.in(folder))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("file.yaml cannot be read");
  }
}
