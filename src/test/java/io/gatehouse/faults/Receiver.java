package io.gatehouse.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A receiving system that takes some time for each event, and records what it received. */
final class Receiver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TAKEN = 204;
  private static final int NOT_NOW = 503;

  private final AtomicInteger outages = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Collection<Call> calls = new ConcurrentLinkedQueue<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Duration each;
  private volatile Predicate<String> reluctance = id -> false;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /**
   * One request.
   *
   * @param caller the gateway, by its {@code User-Agent}
   * @param id the {@code Idempotency-Key}
   * @param begun when it arrived, in nanoseconds of this process
   * @param ended when it was answered
   */
  record Call(
      String caller,
      String id,
      String subject,
      boolean superseded,
      int status,
      long begun,
      long ended) {

    boolean isTaken() {
      return status == TAKEN;
    }
  }

  /**
   * Starts a receiver.
   *
   * @param each how long it takes for an event
   */
  Receiver(Duration each) throws IOException {
    this.each = each;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  private void take(HttpExchange call) throws IOException {
    long begun = System.nanoTime();
    try (call) {
      int before = outages.get();
      JsonNode event = JSON.readTree(call.getRequestBody().readAllBytes());
      String id = call.getRequestHeaders().getFirst("Idempotency-Key");
      TimeUnit.MILLISECONDS.sleep(each.toMillis());
      waiting.incrementAndGet();
      gate.await();
      waiting.decrementAndGet();
      if (outages.get() == before) {
        int status = reluctance.test(id) && refused.add(id) ? NOT_NOW : TAKEN;
        calls.add(
            new Call(
                call.getRequestHeaders().getFirst("User-Agent"),
                id,
                event.path("subject").asText(),
                event.path("superseded").asBoolean(),
                status,
                begun,
                System.nanoTime()));
        call.sendResponseHeaders(status, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers the first request of each of these ids with 503. */
  Receiver refusingAtFirst(Predicate<String> ids) {
    reluctance = ids;
    return this;
  }

  /** Answers no request until it is released. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** How many requests are waiting. */
  int held() {
    return waiting.get();
  }

  /** Fails for a moment: requests in flight to it are not accepted. */
  void fail() {
    outages.incrementAndGet();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
  }

  /** The ids of all received events, each as often as it arrived. */
  List<String> ids() {
    return calls().stream().filter(Call::isTaken).map(Call::id).toList();
  }

  /** Everything that was answered, in the order of the answers. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
