package io.gatehouse.gateway;

import io.gatehouse.Gatehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.core.StandardContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * One running gateway with the profile {@code local}, on free ports and a data folder of its own.
 */
public final class Gateway implements AutoCloseable {

  private static Gateway shared;

  private final Path data;
  private final int brokerPort;
  private final Bus bus;
  private final ConfigurableApplicationContext application;

  private Gateway(Path data, int brokerPort, ConfigurableApplicationContext application) {
    this.data = data;
    this.brokerPort = brokerPort;
    this.bus = new Bus(brokerPort);
    this.application = application;
  }

  /** The gateway shared by tests that change none of its settings. */
  public static synchronized Gateway shared() {
    if (shared == null) {
      shared = start(Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** A gateway of its own, with these settings in addition to the profile's. */
  public static Gateway start(Map<String, String> settings) {
    try {
      return start(Files.createTempDirectory(Path.of("target"), "gateway"), settings);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A gateway with an existing data folder. */
  public static Gateway start(Path data, Map<String, String> settings) {
    int brokerPort = FreePorts.one();
    Map<String, Object> all = new HashMap<>();
    all.put("server.port", "0");
    all.put("management.server.port", "0");
    all.put("gatehouse.broker.data-directory", data.toString());
    all.put("gatehouse.broker.acceptor", "127.0.0.1:" + brokerPort);
    all.putAll(settings);
    String[] arguments =
        all.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    return new Gateway(
        data,
        brokerPort,
        new SpringApplicationBuilder(Gatehouse.class)
            .profiles("local")
            // Closing it twice at once would delete its data while its broker still writes.
            .registerShutdownHook(false)
            .run(arguments));
  }

  /** Sends a request unchanged, and waits for the response. */
  public Answer send(Request request) {
    return Wire.exchange(port(), request);
  }

  /** Sends a request and resets the connection before a response can arrive. */
  public void sendAndReset(Request request) {
    Wire.sendAndReset(port(), request);
  }

  /** Sends a request to the operators' port. */
  public Answer operate(Request request) {
    return Wire.exchange(managementPort(), request);
  }

  /** The bus, as a consumer sees it. */
  public Bus bus() {
    return bus;
  }

  public int port() {
    return Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
  }

  public int managementPort() {
    return Integer.parseInt(
        application.getEnvironment().getRequiredProperty("local.management.port"));
  }

  public int brokerPort() {
    return brokerPort;
  }

  /** One of the gateway's beans. */
  public <T> T part(Class<T> type) {
    return application.getBean(type);
  }

  public Path data() {
    return data;
  }

  /** How many asynchronous requests to the vendors' port the container has not ended yet. */
  public long requestsUnderWay() {
    TomcatWebServer server =
        (TomcatWebServer) ((ServletWebServerApplicationContext) application).getWebServer();
    return Arrays.stream(server.getTomcat().getHost().findChildren())
        .mapToLong(context -> ((StandardContext) context).getInProgressAsyncCount())
        .sum();
  }

  /** Stops the gateway and keeps its data. */
  public void stop() {
    bus.close();
    application.close();
  }

  @Override
  public void close() {
    stop();
    try {
      FileSystemUtils.deleteRecursively(data);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
