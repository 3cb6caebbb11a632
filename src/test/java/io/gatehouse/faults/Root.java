package io.gatehouse.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Tools that only root can use, if they are installed: a test that cannot run is skipped with the
 * reason.
 */
final class Root {

  private Root() {}

  /** Skips the test if a tool is missing. */
  static void needs(String... tools) {
    for (String tool : tools) {
      boolean found =
          Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(File.pathSeparator))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      assumeTrue(found, "This test needs the program " + tool);
    }
  }

  /** A small ext4 file system in a file. */
  static final class Disk implements AutoCloseable {

    private final Path image;
    private final Path place;

    private Disk(Path image, Path place) throws IOException {
      this.image = image;
      this.place = Files.createDirectories(place);
      Victim.run("mount", "-o", "loop", image.toString(), place.toString());
    }

    /** Creates one, or skips the test if that is impossible. */
    static Disk make(Path folder, int megabytes) throws IOException {
      assumeTrue(
          "root".equals(System.getProperty("user.name")), "This test needs root, to mount a disk");
      needs("mkfs.ext4", "losetup", "mount", "umount");
      Path image = folder.resolve("disk.img");
      Victim.run("truncate", "-s", megabytes + "M", image.toString());
      Victim.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
      try {
        return new Disk(image, folder.resolve("disk"));
      } catch (IllegalStateException e) {
        assumeTrue(false, "This test needs loop devices, and there are none: " + e.getMessage());
        throw e;
      }
    }

    Path place() {
      return place;
    }

    Path data() {
      return place.resolve("broker");
    }

    /** What a power cut would leave: what has reached the disk, and nothing of the page cache. */
    Disk afterPowerCut() throws IOException {
      Path copy = image.resolveSibling("copy.img");
      Victim.run("cp", "--sparse=always", image.toString(), copy.toString());
      return new Disk(copy, place.resolveSibling("copy"));
    }

    /** Fills the disk up to this share, and returns the file that does. */
    Path fill(int percent) throws IOException {
      long total = Files.getFileStore(place).getTotalSpace();
      long used = total - Files.getFileStore(place).getUsableSpace();
      Path filler = place.resolve("filler");
      long bytes = Math.max(total * percent / 100 - used, 0);
      if (percent == 100) {
        // Whatever fallocate leaves over is of no use to a journal file.
        bytes = Math.max(total - used - 512 * 1024, 0);
      }
      Victim.run("fallocate", "-l", Long.toString(bytes), filler.toString());
      return filler;
    }

    @Override
    public void close() {
      Victim.run("umount", "-l", place.toString());
    }
  }

  /** Whether strace can trace here, which containers may forbid; else the test is skipped. */
  static void needsStrace() throws IOException {
    needs("strace");
    Process process =
        new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
            .redirectErrorStream(true)
            .start();
    try (InputStream said = process.getInputStream()) {
      said.readAllBytes();
      assumeTrue(process.waitFor() == 0, "This test needs a strace that may trace");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
