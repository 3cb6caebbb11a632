package io.gatehouse.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copies of {@code routes/bus.properties} with a few lines added, of which the last word counts.
 */
final class BusFiles {

  private BusFiles() {}

  static String with(String... lines) throws IOException {
    return Files.readString(Path.of("routes/bus.properties")) + String.join("\n", lines) + "\n";
  }
}
