package io.gatehouse.delivery;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.gateway.FreePorts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A gateway's database: the embedded one, or a PostgreSQL server of the test's own, if one is
 * installed.
 */
public final class Database implements AutoCloseable {

  private static final Path SERVERS = Path.of("/usr/lib/postgresql");

  /** PostgreSQL does not run as root; Debian's package brings this user. */
  private static final String USER = "postgres";

  private final Path programs;
  private final Path data;
  private final int port;

  private Database(Path programs, Path data, int port) {
    this.programs = programs;
    this.data = data;
    this.port = port;
  }

  static Database of(String name, Path folder) {
    if (name.equals("embedded")) {
      return new Database(null, null, 0);
    }
    return postgresql();
  }

  /** A PostgreSQL server with an empty database; without one the test is skipped. */
  public static Database postgresql() {
    Optional<Path> programs = installed();
    assumeTrue(programs.isPresent(), "This needs PostgreSQL, Debian's package postgresql");
    assumeTrue(isRoot(), "This needs root, to run PostgreSQL as its own user");
    try {
      Database database =
          new Database(programs.get(), Files.createTempDirectory("postgresql"), FreePorts.one());
      database.create();
      return database;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Path> installed() {
    if (!Files.isDirectory(SERVERS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(SERVERS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private void create() {
    run("chown", USER, data.toString());
    asUser("initdb", "-D", cluster(), "-A", "trust", "-U", "gatehouse");
    start();
  }

  private String cluster() {
    return data.resolve("cluster").toString();
  }

  /** Starts it with its data on disk. */
  public void start() {
    asUser(
        "pg_ctl",
        "-D",
        cluster(),
        "-w",
        "-l",
        data.resolve("log").toString(),
        "-o",
        "-h 127.0.0.1 -k " + data + " -p " + port,
        "start");
  }

  /** Stops it as a crash does, without notice to its clients. */
  public void stop() {
    asUser("pg_ctl", "-D", cluster(), "-m", "immediate", "stop");
  }

  /** The settings of a gateway for this database; none for the embedded one. */
  public Map<String, String> settings() {
    return programs == null
        ? Map.of()
        : Map.of(
            "spring.datasource.url",
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=public",
            "spring.datasource.username",
            "gatehouse",
            "spring.datasource.password",
            "not-asked-for");
  }

  Receivers in(Receivers receivers) {
    settings().forEach(receivers::set);
    return receivers;
  }

  private void asUser(String program, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
    command.add(programs.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) {
    try {
      File said = File.createTempFile("said", ".log");
      int status =
          new ProcessBuilder(command)
              .directory(new File("/"))
              .redirectErrorStream(true)
              .redirectOutput(said)
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException(Files.readString(said.toPath()));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (programs != null) {
      stop();
      run("rm", "-rf", data.toString());
    }
  }
}
