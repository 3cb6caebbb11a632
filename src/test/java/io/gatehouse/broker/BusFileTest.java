package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Problems of a bus file that are found before a broker reads it. */
class BusFileTest {

  private static final Path SHIPPED = Path.of("routes/bus.properties");

  @TempDir Path folder;

  @Test
  void theShippedFileIsWell() {
    assertThat(BusFile.read(SHIPPED).problem()).isEmpty();
    assertThat(BusFile.read(SHIPPED).warning()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/bus/mistakes.csv",
      delimiter = '|',
      quoteCharacter = '\u0001',
      numLinesToSkip = 1)
  void aMistakeIsToldWithItsLine(String lines, String at, String sentence) throws IOException {
    String text = Files.readString(SHIPPED) + lines.replace("\\n", "\n") + "\n";

    BusDiagnostic problem = read(text).problem().orElseThrow();

    assertThat(problem.sentence()).isEqualTo(sentence);
    assertThat(problem.line()).isEqualTo(lastLineWith(text, at));
  }

  @ParameterizedTest(name = "{1}")
  @CsvFileSource(resources = "/bus/fine.csv", delimiter = '|', numLinesToSkip = 1)
  void aFilterThatLetsNoCopyBackIsFine(String address, String filter) throws IOException {
    String text =
        Files.readString(SHIPPED)
            + """
            addressConfigurations."kyc.audit".routingTypes=ANYCAST
            addressConfigurations."kyc.audit".queueConfigs."kyc.audit".routingType=ANYCAST
            addressSettings."kyc.audit".addressFullMessagePolicy=PAGE
            addressSettings."kyc.audit".diskFullMessagePolicy=BLOCK
            addressSettings."kyc.audit".iDCacheSize=0
            divertConfigurations.audit.forwardingAddress=kyc.audit
            divertConfigurations.audit.address=%s
            divertConfigurations.audit.filterString=%s
            """
                .formatted(address, filter);

    assertThat(read(text).problem()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/bus/harmless.csv", delimiter = '|', numLinesToSkip = 1)
  void whatDropsNothingIsFine(String lines) throws IOException {
    String text = Files.readString(SHIPPED) + lines.replace("\\n", "\n") + "\n";

    assertThat(read(text).problem()).isEmpty();
  }

  @Test
  void aKeyThatStandsThereTwiceIsToldButTaken() throws IOException {
    String key = "addressSettings.\"kyc.#\".maxDeliveryAttempts";
    String text = Files.readString(SHIPPED) + key + "=7\n";

    BusFile file = read(text);

    assertThat(file.problem()).isEmpty();
    assertThat(file.warning().orElseThrow().line()).isEqualTo(lastLineWith(text, key));
    assertThat(file.warning().orElseThrow().sentence())
        .startsWith(key + " stands in line ")
        .endsWith(" already, and only the last one counts; take the others out.");
  }

  private BusFile read(String text) throws IOException {
    return BusFile.read(Files.writeString(folder.resolve("bus.properties"), text));
  }

  private static int lastLineWith(String text, String part) {
    List<String> lines = text.lines().toList();
    for (int i = lines.size(); i > 0; i--) {
      if (lines.get(i - 1).contains(part)) {
        return i;
      }
    }
    throw new AssertionError("No line with " + part);
  }
}
