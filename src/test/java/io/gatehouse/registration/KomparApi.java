package io.gatehouse.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in for Kompar's API: one valid token at a time, 30 requests a minute, one webhook for
 * each kind, https only, its error texts.
 */
final class KomparApi implements AutoCloseable {

  static final String LOGIN = "canary-login";
  static final String PASSWORD = "canary-password";

  private static final int A_MINUTES_REQUESTS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> requests = new ArrayList<>();
  private final List<String> headers = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, String> webhooks = new HashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<Fault> faults = new ArrayList<>();

  private String password = PASSWORD;
  private int statusOfErrors = 404;
  private long tokenLife = 3600;
  private Instant tokenEnd = Instant.MIN;
  private int usedThisMinute;
  private Instant minute = Instant.now();

  /**
   * One faulty response.
   *
   * @param on the request line to which it applies
   */
  private record Fault(String on, int status, String body, Duration delay) {}

  KomparApi() {
    this(0);
  }

  KomparApi(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/test/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The settings with which a gateway calls it. */
  Map<String, String> settings() {
    return settings(port());
  }

  /** The same for the instance at this port, past or future; may be added to. */
  static Map<String, String> settings(int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("kompar.api.base-url", "http://127.0.0.1:" + port + "/test");
    settings.put("kompar.api.login", LOGIN);
    settings.put("kompar.api.password", PASSWORD);
    return settings;
  }

  /** Forgets everything, the token included. */
  synchronized void reset() {
    requests.clear();
    headers.clear();
    webhooks.clear();
    faults.clear();
    password = PASSWORD;
    statusOfErrors = 404;
    tokenLife = 3600;
    tokenEnd = Instant.MIN;
    usedThisMinute = 0;
  }

  /** Method and path of each request since the last reset, in order. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Names of the headers that came. */
  synchronized List<String> headers() {
    return List.copyOf(headers);
  }

  /** Every token ever issued. */
  synchronized List<String> tokens() {
    return List.copyOf(tokens);
  }

  /** The URL that Kompar would call. */
  synchronized String webhook(String kind) {
    return webhooks.get(kind);
  }

  synchronized void register(String kind, String url) {
    webhooks.put(kind, url);
  }

  /** The documentation says 400, the API sends 404. */
  synchronized void answerErrorsWith(int status) {
    statusOfErrors = status;
  }

  synchronized void changePassword() {
    password = "another";
  }

  synchronized void letTokensLive(long seconds) {
    tokenLife = seconds;
  }

  /** Somebody else fetches a token, which invalidates the gateway's. */
  synchronized void logInElsewhere() {
    newToken();
  }

  synchronized void useUpTheMinute() {
    usedThisMinute = A_MINUTES_REQUESTS;
  }

  /**
   * Responds to the next such request in this way instead; for any request, {@code on} is empty.
   */
  synchronized void answerNext(String on, int status, String body) {
    faults.add(new Fault(on, status, body, Duration.ZERO));
  }

  synchronized void delayNext(String on, Duration delay) {
    faults.add(new Fault(on, 0, "", delay));
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Reply reply;
    Duration delay;
    synchronized (this) {
      String line =
          exchange.getRequestMethod() + exchange.getRequestURI().toString().replace("/test", " ");
      requests.add(line);
      headers.addAll(exchange.getRequestHeaders().keySet());
      Fault fault = faults.stream().filter(f -> line.startsWith(f.on())).findFirst().orElse(null);
      faults.remove(fault);
      delay = fault == null ? Duration.ZERO : fault.delay();
      reply =
          fault == null || fault.status() == 0
              ? reply(exchange, line, body)
              : new Reply(fault.status(), fault.body());
    }
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private record Reply(int status, String body) {

    static Reply message(int status, String text) {
      return new Reply(status, JSON.createObjectNode().put("message", text).toString());
    }
  }

  private Reply reply(HttpExchange exchange, String line, byte[] body) throws IOException {
    if (Duration.between(minute, Instant.now()).toSeconds() >= 60) {
      minute = Instant.now();
      usedThisMinute = 0;
    }
    if (++usedThisMinute > A_MINUTES_REQUESTS) {
      return Reply.message(429, "Too many requests.");
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (line.equals("GET /token")) {
      return basic().equals(authorization)
          ? new Reply(200, newToken())
          : Reply.message(401, "Unauthorized.");
    }
    if (tokens.isEmpty()
        || !Instant.now().isBefore(tokenEnd)
        || !("Bearer " + tokens.get(tokens.size() - 1)).equals(authorization)) {
      return Reply.message(401, "Unauthorized.");
    }
    return switch (line) {
      case "POST /webhooks/applications", "POST /webhooks/decisions" ->
          post(kind(line), JSON.readTree(body), exchange);
      case "DELETE /webhooks/applications", "DELETE /webhooks/decisions" -> delete(kind(line));
      default -> Reply.message(404, "Not found.");
    };
  }

  private static String kind(String line) {
    return line.substring(line.lastIndexOf('/') + 1);
  }

  private String basic() {
    byte[] pair = (LOGIN + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private String newToken() {
    String token = "canary-token-" + UUID.randomUUID();
    tokens.add(token);
    tokenEnd = Instant.now().plusSeconds(tokenLife);
    return "{\"success\":true,\"token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
        .formatted(token, tokenLife);
  }

  private Reply post(String kind, JsonNode body, HttpExchange exchange) {
    if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return Reply.message(statusOfErrors, "Please send JSON.");
    }
    String url = body.path("url").asText();
    if (!url.startsWith("https://")) {
      return Reply.message(statusOfErrors, "Please use https protocol.");
    }
    if (webhooks.putIfAbsent(kind, url) != null) {
      return Reply.message(statusOfErrors, "You have already registered " + kind + " webhook.");
    }
    return new Reply(200, "{\"success\":true}");
  }

  private Reply delete(String kind) {
    if (webhooks.remove(kind) == null) {
      return Reply.message(statusOfErrors, "You don't have registered " + kind + " webhook.");
    }
    return new Reply(200, "{\"success\":true}");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
