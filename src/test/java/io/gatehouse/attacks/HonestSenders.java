package io.gatehouse.attacks;

import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Wire;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Well-behaved senders: each sends an event every few milliseconds and reads its response. */
final class HonestSenders {

  private static final int SENDERS = 8;
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final AtomicLong NEXT = new AtomicLong();

  private HonestSenders() {}

  /**
   * Their results.
   *
   * @param outcomes how many responses of which status, and why there was none
   */
  record Result(Map<String, Integer> outcomes, List<Long> nanos) {

    Duration quantile(double share) {
      return Duration.ofNanos(nanos.get((int) ((nanos.size() - 1) * share)));
    }
  }

  /** Sends for a time. */
  static Result send(int port, Duration time) throws InterruptedException {
    List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    Map<String, Integer> outcomes = Collections.synchronizedMap(new TreeMap<>());
    List<Thread> senders = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> sendUntil(port, end, nanos, outcomes));
      sender.start();
      senders.add(sender);
    }
    for (Thread sender : senders) {
      sender.join();
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    return new Result(outcomes, sorted);
  }

  private static void sendUntil(
      int port, long end, List<Long> nanos, Map<String, Integer> outcomes) {
    Socket socket = null;
    try {
      while (System.nanoTime() - end < 0) {
        long begun = System.nanoTime();
        try {
          if (socket == null) {
            socket = Wire.connect(port);
            socket.setTcpNoDelay(true);
          }
          Answer answer = one(socket);
          outcomes.merge(Integer.toString(answer.status()), 1, Integer::sum);
          nanos.add(System.nanoTime() - begun);
          if ("close".equals(answer.headers().get("connection"))) {
            socket.close();
            socket = null;
          }
        } catch (IOException e) {
          outcomes.merge("broken: " + e.getMessage(), 1, Integer::sum);
          socket = null;
        }
        Thread.sleep(INTERVAL.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(socket);
    }
  }

  /** Head and body in two writes, as many clients send them. */
  private static Answer one(Socket socket) throws IOException {
    byte[] body =
        ("{\"webhook_trigger\":\"created\",\"submission_id\":\"sb_"
                + NEXT.incrementAndGet()
                + "\"}")
            .getBytes(StandardCharsets.US_ASCII);
    String head =
        "POST /webhooks/argos?key="
            + StandstillTest.KEY
            + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    return Wire.next(new BufferedInputStream(socket.getInputStream()));
  }

  private static void close(Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
