package io.gatehouse.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;

/**
 * A CRM and a KYC system on loopback that log type and id of what they receive. Their port is in
 * the property {@code stand-ins.port}: a free one, unless it is set.
 */
class StandIns implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Map<String, String> PLACES = Map.of("/crm", "CRM", "/kyc-core", "KYC core");
  private static final String PORT = "stand-ins.port";
  private static final int CALLS_AT_ONCE = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    if (!application.getEnvironment().matchesProfiles("local")) {
      return;
    }
    int port = application.getEnvironment().getProperty(PORT, Integer.class, 0);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      ExecutorService threads = Executors.newFixedThreadPool(CALLS_AT_ONCE, work -> daemon(work));
      server.setExecutor(threads);
      PLACES.forEach((path, name) -> server.createContext(path, call -> take(name, call)));
      server.start();
      application
          .getEnvironment()
          .getPropertySources()
          .addLast(new MapPropertySource("stand-ins", Map.of(PORT, server.getAddress().getPort())));
      application.addApplicationListener(
          (ApplicationListener<ContextClosedEvent>)
              closed -> {
                if (closed.getApplicationContext() == application) {
                  server.stop(0);
                  threads.shutdownNow();
                }
              });
    } catch (IOException e) {
      throw new IllegalStateException("The stand-ins cannot listen on stand-ins.port", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "stand-in");
    thread.setDaemon(true);
    return thread;
  }

  private static void take(String name, HttpExchange call) throws IOException {
    try (call) {
      Map<String, String> event = attributes(call.getRequestBody());
      Logger log = LoggerFactory.getLogger("stand-in." + name);
      log.info(
          "{} got {} {}",
          name,
          event.getOrDefault("type", call.getRequestMethod()),
          event.getOrDefault("id", call.getRequestHeaders().getFirst("Idempotency-Key")));
      call.sendResponseHeaders(204, -1);
    }
  }

  /** The texts at the top of a CloudEvent; its data may be large, and is skipped. */
  private static Map<String, String> attributes(InputStream body) throws IOException {
    Map<String, String> attributes = new HashMap<>();
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          attributes.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
    }
    return attributes;
  }
}
