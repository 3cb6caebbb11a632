package io.gatehouse.tools.contract;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** Installs the packages that a lock file lists; where that cannot be done, the test is skipped. */
final class Npm {

  private static final int PATIENCE_SECONDS = 120;

  private Npm() {}

  /** A copy of the folder below {@code target}, with its packages. */
  static Path installed(Path folder) throws IOException {
    Path copy = Files.createTempDirectory(Path.of("target"), "npm");
    FileSystemUtils.copyRecursively(folder, copy);
    Path log = copy.resolve("npm.log");
    Assumptions.assumeTrue(
        succeeds(log, List.of("node", "--version")),
        "Skipped: node is not on the path, and this test needs Node 18 or newer.");
    Assumptions.assumeTrue(
        succeeds(
            log,
            List.of(
                "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")),
        "Skipped: npm is not on the path, or cannot fetch the packages of "
            + folder.resolve("package-lock.json"));
    return copy;
  }

  private static boolean succeeds(Path log, List<String> command) {
    try {
      File folder = log.getParent().toFile();
      Process process =
          new ProcessBuilder(command)
              .directory(folder)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
