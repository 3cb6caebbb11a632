package io.gatehouse.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of {@code routes/bus.properties} with lines added, the last of which counts. */
final class BusFiles {

  private BusFiles() {}

  /** The place of a copy with these lines. */
  static String copy(Path folder, String... lines) throws IOException {
    Path file = folder.resolve("bus.properties");
    Files.writeString(
        file, Files.readString(Path.of("routes/bus.properties")) + String.join("\n", lines) + "\n");
    return file.toString();
  }

  /** A bus that keeps a few events in memory and pages all others to disk. */
  static String soonOnDisk(Path folder) throws IOException {
    return copy(
        folder,
        "addressSettings.\"kyc.#\".maxSizeBytes=200000",
        "addressSettings.\"kyc.#\".pageSizeBytes=100000");
  }
}
