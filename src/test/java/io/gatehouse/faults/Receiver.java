package io.gatehouse.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiving system that takes some time for each event, and remembers what it took. */
final class Receiver implements AutoCloseable {

  private final AtomicInteger outages = new AtomicInteger();
  private final Collection<String> taken = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Duration each;

  /**
   * Starts a receiver.
   *
   * @param each how long an event takes it
   */
  Receiver(Duration each) throws IOException {
    this.each = each;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  private void take(HttpExchange call) throws IOException {
    try (call) {
      int before = outages.get();
      call.getRequestBody().readAllBytes();
      TimeUnit.MILLISECONDS.sleep(each.toMillis());
      if (outages.get() == before) {
        taken.add(call.getRequestHeaders().getFirst("Idempotency-Key"));
        call.sendResponseHeaders(204, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fails for a moment: what is on its way to it now is not taken. */
  void fail() {
    outages.incrementAndGet();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
  }

  /** The ids of all that it took, each as often as it came. */
  List<String> ids() {
    return List.copyOf(taken);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
