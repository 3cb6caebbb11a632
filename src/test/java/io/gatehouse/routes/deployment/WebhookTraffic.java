package io.gatehouse.routes.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Vendors' servers in parallel, each with its connection, sending one small event after another.
 */
final class WebhookTraffic implements AutoCloseable {

  private static final long PAUSE = Duration.ofMillis(2).toNanos();

  private static final Map<String, String> EVENTS =
      Map.of(
          "/webhooks/argos?key=local-argos-key",
          "{\"webhook_trigger\":\"created\",\"submission_id\":\"%s\"}",
          "/webhooks/thekyb?key=local-thekyb-key",
          "{\"type\":\"service_resolved\",\"kyb_backoffice_id\":\"%s\"}",
          "/webhooks/kompliant?partner_id=rockoutpay",
          "{\"event\":\"mbtrust_success\",\"application_id\":\"%s\"}",
          "/webhooks/kompar/decisions",
          "{\"application_id\":\"%s\",\"accepted\":true}");

  private final int port;
  private final List<Thread> senders = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  private WebhookTraffic(int port) {
    this.port = port;
  }

  static WebhookTraffic at(int port) {
    WebhookTraffic traffic = new WebhookTraffic(port);
    EVENTS.forEach((path, event) -> traffic.start(() -> traffic.send(path, event)));
    return traffic;
  }

  private void start(Runnable sender) {
    Thread thread = new Thread(sender, "sender");
    thread.setDaemon(true);
    senders.add(thread);
    thread.start();
  }

  private void send(String path, String event) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; !stopped; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Content-Type", "application/json")
              .header("X-Forwarded-For", "3.230.141.132")
              .header("Authorization", "token local-kompar-token")
              .POST(HttpRequest.BodyPublishers.ofString(event.formatted("load-" + i)))
              .build();
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        answered.incrementAndGet();
        if (answer.statusCode() != 200 || !answer.body().contains("accepted")) {
          failures.add(path + ": " + answer.statusCode() + " " + answer.body());
        }
      } catch (IOException | InterruptedException e) {
        failures.add(path + ": " + e);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  int answered() {
    return answered.get();
  }

  /** Whatever was not answered with 200 and "accepted". */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread sender : senders) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
