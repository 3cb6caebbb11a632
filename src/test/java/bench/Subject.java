package bench;

import io.gatehouse.gateway.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** A process that is measured. */
final class Subject implements AutoCloseable {

  private static final Path FOLDER = Path.of("target", "bench");
  private static final Duration START = Duration.ofSeconds(90);

  private final String name;
  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;
  private final int brokerPort;

  private Subject(String name, Process process, Path log, int[] ports) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.port = ports[0];
    this.managementPort = ports[1];
    this.brokerPort = ports[2];
  }

  /**
   * Starts a process with an empty data folder of its own, and does not wait for it.
   *
   * @param java what runs it
   * @param program what stands behind {@code java}: flags, then a jar or a class
   */
  static Subject launch(
      String name, String java, List<String> program, Map<String, String> settings) {
    try {
      FileSystemUtils.deleteRecursively(data(name));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return launchAgain(name, java, program, settings);
  }

  private static Path data(String name) {
    return FOLDER.resolve(name + "-data");
  }

  /** Starts a process with the existing data of this name. */
  static Subject launchAgain(
      String name, String java, List<String> program, Map<String, String> settings) {
    int[] ports = FreePorts.several(3);
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(program);
    command.add("--server.port=" + ports[0]);
    command.add("--management.server.port=" + ports[1]);
    command.add("--gatehouse.broker.acceptor=127.0.0.1:" + ports[2]);
    command.add("--gatehouse.broker.data-directory=" + data(name));
    settings.forEach((key, value) -> command.add("--" + key + "=" + value));
    try {
      Files.createDirectories(FOLDER);
      Path log = FOLDER.resolve(name + ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Subject(name, process, log, ports);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The class path of the bench, to run a class of it. */
  static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Waits until vendors are served, and gives the nanoseconds that it took from now. */
  long awaitReadiness() {
    long begin = System.nanoTime();
    while (status() != 200) {
      if (!process.isAlive() || System.nanoTime() - begin > START.toNanos()) {
        throw new IllegalStateException(name + " does not get ready; it said:\n" + output());
      }
      Load.rest(Duration.ofMillis(5));
    }
    return System.nanoTime() - begin;
  }

  private int status() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) management("/actuator/health/readiness").openConnection();
      connection.setReadTimeout(5_000);
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private java.net.URL management(String path) throws IOException {
    return URI.create("http://127.0.0.1:" + managementPort + path).toURL();
  }

  int port() {
    return port;
  }

  int brokerPort() {
    return brokerPort;
  }

  String name() {
    return name;
  }

  /** Processor time since the start, in seconds. */
  double processorSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** Bytes allocated since the start, as of the last collection. */
  double allocated() {
    try (InputStream metrics = management("/actuator/prometheus").openStream()) {
      return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("jvm_gc_memory_allocated_bytes_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Resident memory in megabytes. */
  double residentMegabytes() {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .sum();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
