package io.gatehouse.tools.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Accepts every request, records it, and responds as configured; 200 accepted by default. */
final class StubGateway implements AutoCloseable {

  private static final int NEVER = -1;

  private final List<Got> got = new ArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private int always = 200;
  private boolean newIds;
  private int ids = 1;
  private String token = "";

  /**
   * A request.
   *
   * @param at in nanoseconds
   */
  record Got(long at, String path, Headers headers, String body) {}

  StubGateway() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The statuses of the next answers. */
  StubGateway answering(Integer... statuses) {
    answers.addAll(List.of(statuses));
    return this;
  }

  /** The default status of a response. */
  StubGateway always(int status) {
    always = status;
    return this;
  }

  /** The next request gets no response. */
  StubGateway silentOnce() {
    return answering(NEVER);
  }

  /** Every response contains another event id. */
  StubGateway newIds() {
    newIds = true;
    return this;
  }

  /** The token endpoint gives this token. */
  StubGateway tokens(String value) {
    token = value;
    return this;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  synchronized List<Got> got() {
    return List.copyOf(got);
  }

  /** The requests to this path. */
  List<Got> got(String path) {
    return got().stream().filter(request -> request.path().startsWith(path)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    int status = report(exchange);
    if (status == NEVER) {
      return;
    }
    byte[] body = body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
    if (status != 204) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private synchronized String body() {
    return "{\"status\":\"accepted\",\"id\":\"e-%d\",\"access_token\":\"%s\",\"expires_in\":3600}"
        .formatted(newIds ? ids++ : ids, token);
  }

  private synchronized int report(HttpExchange exchange) throws IOException {
    got.add(
        new Got(
            System.nanoTime(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    return answers.isEmpty() ? always : answers.poll();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
