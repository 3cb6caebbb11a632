package io.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.util.FileSystemUtils;

/**
 * What is compiled, as a jar with the archive of loaded classes that the script {@code train} makes
 * of it. A process that is started from it is ready in about half the time. The first test that
 * starts a process makes it, once for all test processes and until something is compiled again.
 */
public final class SharedClasses {

  private static final Path FOLDER = Path.of("target", "shared-classes").toAbsolutePath();
  private static final Path COMPILED = Path.of("target", "classes").toAbsolutePath();
  private static final Path TESTS = Path.of("target", "test-classes").toAbsolutePath();
  private static final Path JAR = FOLDER.resolve("gatehouse.jar");
  private static final Path ARCHIVE = FOLDER.resolve("gatehouse.jsa");
  private static final Path OUTPUT = FOLDER.resolve("training.log");
  private static final Path STATUS = FOLDER.resolve("training.status");

  /** Describes what the archive was made of; it is written last. */
  private static final Path MADE_OF = FOLDER.resolve("made-of.txt");

  private static boolean made;

  private SharedClasses() {}

  /** What is compiled and the libraries. */
  public static String classPath() {
    makeOnce();
    return ofJars();
  }

  /** The same with the classes of the tests. */
  public static String classPathWithTests() {
    // Behind the jars, because the archive holds only if the class path begins as that of train.
    return classPath() + File.pathSeparator + TESTS;
  }

  /**
   * The option of Java that makes it use the archive. Java goes on without one that it cannot use.
   */
  public static String option() {
    makeOnce();
    return "-XX:SharedArchiveFile=" + ARCHIVE;
  }

  /** The exit status of {@code train}. */
  public static int trainingStatus() {
    makeOnce();
    return Integer.parseInt(read(STATUS));
  }

  /** What {@code train} printed. */
  public static String trainingOutput() {
    makeOnce();
    return read(OUTPUT);
  }

  private static synchronized void makeOnce() {
    if (made) {
      return;
    }
    try {
      Files.createDirectories(FOLDER);
      try (FileChannel lock =
          FileChannel.open(
              FOLDER.resolveSibling("shared-classes.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        lock.lock();
        String now = madeOf();
        if (!Files.exists(MADE_OF) || !read(MADE_OF).equals(now)) {
          FileSystemUtils.deleteRecursively(FOLDER);
          Files.createDirectories(FOLDER);
          if (make() == 0) {
            Files.writeString(MADE_OF, now);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    made = true;
  }

  /** Gives the exit status of {@code train}. */
  private static int make() throws IOException, InterruptedException {
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "--create", "--file=" + JAR, "-C", COMPILED + "", ".");
    if (status != 0) {
      throw new IllegalStateException("jar ended with " + status);
    }
    Path temporary = Files.createDirectories(FOLDER.resolve("tmp"));
    ProcessBuilder training =
        Training.of(
            Path.of(System.getProperty("java.home")),
            "-XX:ArchiveClassesAtExit=" + ARCHIVE,
            List.of("-cp", ofJars(), "io.gatehouse.Gatehouse"));
    training
        .environment()
        .putAll(
            Map.of(
                "TMPDIR",
                temporary.toString(),
                "SPRING_DATASOURCE_URL",
                "jdbc:that-of-this-place"));
    Process process = training.redirectOutput(OUTPUT.toFile()).start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroy();
      process.waitFor();
    }
    Files.writeString(STATUS, Integer.toString(process.exitValue()));
    return process.exitValue();
  }

  private static String ofJars() {
    return JAR
        + Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .map(Path::toAbsolutePath)
            .filter(part -> !part.equals(COMPILED) && !part.equals(TESTS))
            .map(part -> File.pathSeparator + part)
            .reduce("", String::concat);
  }

  /** Changes when something is compiled or the script, its options or the Java become others. */
  private static String madeOf() throws IOException {
    StringBuilder state = new StringBuilder(System.getProperty("java.home")).append(ofJars());
    state.append(read(Path.of("train"))).append(read(Path.of("jvm.options")));
    try (Stream<Path> files = Files.walk(COMPILED)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        state.append(file).append(Files.getLastModifiedTime(file).toMillis());
      }
    }
    return DigestUtils.sha256Hex(state.toString().getBytes(UTF_8));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
