package io.gatehouse.kubernetes;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The route files reach the pods: all of them, unchanged, and a changed one in a new ConfigMap. */
class RoutesTest {

  private static final Path ROUTES = Path.of("routes");

  @ParameterizedTest
  @CsvSource({
    "dev, vendors", "dev, downstream", "dev, registration", "dev, kamelets",
    "prod, vendors", "prod, downstream", "prod, registration", "prod, kamelets"
  })
  void everyFileOfAFolderIsInItsConfigMap(String overlay, String folder) {
    ConfigMap files = Overlay.of(overlay).generated(ConfigMap.class, "routes-" + folder);

    assertThat(files.getData()).isEqualTo(contents(folder));
  }

  @Test
  void thereIsNoFolderBesideTheseAndTheSimulations() {
    try (Stream<Path> folders = Files.list(ROUTES)) {
      assertThat(folders.filter(Files::isDirectory).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "vendors", "downstream", "registration", "kamelets", "simulations");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"dev", "prod"})
  void theGatewayReadsTheBusFile(String overlay) {
    assertThat(Overlay.of(overlay).generated(ConfigMap.class, "routes-bus").getData())
        .isEqualTo(Map.of("bus.properties", read(ROUTES.resolve("bus.properties"))));
  }

  @Test
  void theBrokersReadTheSameBusFile() {
    assertThat(Overlay.of("prod").the(Secret.class, "gatehouse-bus-bp").getStringData())
        .isEqualTo(Map.of("bus.properties", read(ROUTES.resolve("bus.properties"))));
  }

  private static Map<String, String> contents(String folder) {
    try (Stream<Path> files = Files.list(ROUTES.resolve(folder))) {
      return files.collect(toMap(file -> file.getFileName().toString(), RoutesTest::read));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
