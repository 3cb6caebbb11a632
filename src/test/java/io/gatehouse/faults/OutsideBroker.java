package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.broker.AmqpProtocol;
import io.gatehouse.gateway.FreePorts;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.slf4j.LoggerFactory;

/**
 * A broker in a process of its own, configured with the files in {@code broker/} and the bus file,
 * as an operator would do.
 */
final class OutsideBroker implements AutoCloseable {

  static final String GATEWAY = "gatehouse";
  static final String GATEWAY_PASSWORD = "gateway-password";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Path FILES = Path.of("broker");
  private static final String BUS = "routes/bus.properties";

  private final Process process;
  private final Path log;
  private final int port;

  private OutsideBroker(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** How a broker is to be started. */
  static final class Plan {

    private final Path folder;
    private final int port = FreePorts.one();
    private final List<String> files = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private boolean plain = true;

    /** A broker whose data and users are in this folder. */
    Plan(Path folder) {
      this.folder = folder;
    }

    int port() {
      return port;
    }

    /** Adds a file of {@code broker/}. */
    Plan with(String file) {
      files.add(FILES.resolve(file).toString());
      return this;
    }

    /** Sets what differs from broker to broker, such as names and ports. */
    Plan set(String name, String value) {
      lines.add(name + "=" + value);
      return this;
    }

    /** Leaves out the acceptor without TLS. */
    Plan withTlsOnly() {
      plain = false;
      with("tls.properties");
      acceptor("tls");
      return this;
    }

    private void acceptor(String name) {
      String acceptor = "acceptorConfigurations.\"%s\".".formatted(name);
      set(acceptor + "params.host", "127.0.0.1");
      set(acceptor + "params.port", Integer.toString(port));
    }

    /** Starts it, and waits until it can be connected to. */
    OutsideBroker start() throws IOException {
      OutsideBroker broker = launch();
      broker.awaitPort();
      return broker;
    }

    /** Starts it, and does not wait. */
    OutsideBroker launch() throws IOException {
      Files.createDirectories(folder);
      for (String file : List.of("login.config", "roles.properties")) {
        Files.writeString(folder.resolve(file), Files.readString(FILES.resolve(file)));
      }
      Files.writeString(
          folder.resolve("roles.properties"),
          "\nkyc.onboarding = onboarding-consumer,bus\nkyc.business = business-consumer,bus\n",
          StandardOpenOption.APPEND);
      Files.writeString(
          folder.resolve("users.properties"),
          GATEWAY + " = " + GATEWAY_PASSWORD + "\nbus = bus\nidentity-consumer = identity\n");
      if (plain) {
        set(
            "acceptorConfigurations.\"plain\".factoryClassName",
            "org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory");
        set("acceptorConfigurations.\"plain\".params.protocols", "CORE,AMQP");
        acceptor("plain");
      }
      Path own = Files.write(folder.resolve("own.properties"), lines);
      List<String> properties =
          new ArrayList<>(
              List.of(BUS, FILES + "/durability.properties", FILES + "/security.properties"));
      properties.addAll(files);
      properties.add(own.toString());

      List<String> command = new ArrayList<>(Victim.java("256m", true));
      command.add("-Dartemis.instance=" + folder);
      command.add("-Djava.security.auth.login.config=" + folder.resolve("login.config"));
      command.addAll(List.of(OutsideBroker.class.getName(), String.join(",", properties)));
      Path log = Files.createTempFile(Path.of("target"), "broker", ".log");
      return new OutsideBroker(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          log,
          port);
    }
  }

  int port() {
    return port;
  }

  /** Waits until it serves, which a backup does not do before its primary has ended. */
  void awaitPort() {
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(process.isAlive()).as(this::output).isTrue())
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              new Socket("127.0.0.1", port).close();
              return true;
            });
  }

  /** Waits until it has printed this so many times. */
  void awaitOutput(String text, int times) {
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(process.isAlive()).as(this::output).isTrue())
        .until(() -> output().split(text, -1).length > times);
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void signal(String name) {
    Victim.run("kill", "-" + name, Long.toString(process.pid()));
  }

  /** Kills it as {@code kill -9} does. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The process: {@code artemis run --properties <files>}. */
  public static void main(String[] arguments) {
    try {
      run(arguments[0]);
    } catch (Exception e) {
      LoggerFactory.getLogger(OutsideBroker.class).error("The broker does not start", e);
      Runtime.getRuntime().halt(1);
    }
  }

  private static void run(String properties) throws Exception {
    log(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.INFO);
    log("org.apache.activemq.audit", Level.OFF);
    EmbeddedActiveMQ broker =
        new EmbeddedActiveMQ()
            .setConfigResourcePath(FILES.resolve("broker.xml").toUri().toString())
            .setPropertiesResourcePath(properties)
            .setSecurityManager(new ActiveMQJAASSecurityManager("activemq"));
    broker.createActiveMQServer();
    AmqpProtocol.addTo(broker.getActiveMQServer());
    broker.start();
    String status = broker.getActiveMQServer().getConfiguration().getStatus();
    for (JsonNode errors : new ObjectMapper().readTree(status).findValues("errors")) {
      if (!errors.isEmpty()) {
        throw new IllegalStateException(status);
      }
    }
  }

  private static void log(String name, Level level) {
    ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
  }
}
