package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.Gatehouse;
import io.gatehouse.gateway.FreePorts;
import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.SharedClasses;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A gateway in a process of its own, which a test kills or disturbs. */
final class Victim implements AutoCloseable {

  /** The setting by which some tests probe more often than operators do. */
  static final String PROBE_INTERVAL = "gatehouse.bus.probe-interval-millis";

  private static final Duration START = Duration.ofSeconds(90);
  private static final int END = 60;

  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;
  private final int brokerPort;

  private Victim(Process process, Path log, int port, int managementPort, int brokerPort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
    this.brokerPort = brokerPort;
  }

  /** How a gateway is to be started. */
  static final class Plan {

    private final List<String> wrapper = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String heap = "384m";
    private String profiles = "local";
    private boolean withTestClasses;
    private String main = Gatehouse.class.getName();

    Plan(Path data) {
      settings.put("gatehouse.broker.data-directory", data.toString());
      settings.put(PROBE_INTERVAL, "500");
    }

    /** Starts it below another program, such as {@code strace}. */
    Plan under(String... command) {
      wrapper.addAll(List.of(command));
      return this;
    }

    Plan set(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /** Makes it use an external broker and deliver nothing, so that it needs no shared database. */
    Plan at(String brokerUrl) {
      set("spring.artemis.mode", "native");
      set("spring.artemis.broker-url", brokerUrl);
      set("spring.artemis.user", OutsideBroker.GATEWAY);
      set("spring.artemis.password", OutsideBroker.GATEWAY_PASSWORD);
      set("crm.enabled", "false");
      set("kyc-core.enabled", "false");
      return this;
    }

    /** Adds an option for its Java. */
    Plan option(String option) {
      options.add(option);
      return this;
    }

    Plan heap(String size) {
      heap = size;
      return this;
    }

    /** Switches on a fault of {@link Sabotage}, which is on no product's class path. */
    Plan sabotage(String fault) {
      profiles = "local," + fault;
      withTestClasses = true;
      return this;
    }

    /** Starts it by another class of the tests, and with these options of Java. */
    Plan main(Class<?> type, String... javaOptions) {
      main = type.getName();
      options.addAll(List.of(javaOptions));
      withTestClasses = true;
      return this;
    }

    /** Starts, and waits until vendors are served. */
    Victim start() {
      Victim victim = launch();
      victim.awaitReadiness(200);
      return victim;
    }

    /** Starts, and does not wait. */
    Victim launch() {
      int[] ports = FreePorts.several(3);
      List<String> command = new ArrayList<>(wrapper);
      command.addAll(java(heap, withTestClasses));
      command.addAll(options);
      // As packaged, except for beans that the build has not seen.
      command.add("-Dspring.aot.enabled=" + !withTestClasses);
      command.add(main);
      command.add("--spring.profiles.active=" + profiles);
      command.add("--server.port=" + ports[0]);
      command.add("--management.server.port=" + ports[1]);
      command.add("--gatehouse.broker.acceptor=127.0.0.1:" + ports[2]);
      settings.forEach((name, value) -> command.add("--" + name + "=" + value));
      try {
        Path log = Files.createTempFile(Path.of("target"), "victim", ".log");
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Victim(process, log, ports[0], ports[1], ports[2]);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The beginning of a command that runs what is compiled. */
  static List<String> java(String heap, boolean withTestClasses) {
    return List.of(
        GatewayProcess.java(),
        "-Xmx" + heap,
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        SharedClasses.option(),
        "-cp",
        withTestClasses ? SharedClasses.classPathWithTests() : SharedClasses.classPath());
  }

  int port() {
    return port;
  }

  int brokerPort() {
    return brokerPort;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until readiness has this status. */
  void awaitReadiness(int status) {
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(process.isAlive()).as(this::output).isTrue())
        .until(() -> management("/actuator/health/readiness") == status);
  }

  /** Waits until vendors are served, or until it has ended before that. */
  void awaitReadinessOrEnd() {
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || management("/actuator/health/readiness") == 200);
  }

  /** The status of an operator's request; 0 where there is none. */
  int management(String path) {
    return status(managementPort, path);
  }

  static int status(int port, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(10_000);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The heap in use after a full collection, in bytes. */
  long heapAfterCollection() {
    run("jcmd", Long.toString(java().pid()), "GC.run");
    try (InputStream metrics =
        URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus")
            .toURL()
            .openStream()) {
      return new String(metrics.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal to the gateway itself, whatever program runs it. */
  void signal(String name) {
    run("kill", "-" + name, Long.toString(java().pid()));
  }

  private ProcessHandle java() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElse(process.toHandle());
  }

  static void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills it as a power cut or an operator's {@code kill -9} does, without a shutdown. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Waits for the end and gives the exit status. */
  int exitStatus() {
    try {
      if (!process.waitFor(END, TimeUnit.SECONDS)) {
        throw new AssertionError("The gateway did not end; it said:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that it printed. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
