package io.gatehouse.faults;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders in parallel, each with one connection and one subject, each sending its next event when
 * it has the response to the last. A sender ends when nobody listens any more.
 */
final class Load implements AutoCloseable {

  private static final AtomicInteger LOADS = new AtomicInteger();
  private static final long PAUSE_AFTER_REFUSAL = Duration.ofMillis(20).toNanos();

  private final History history;
  private final SideBySide senders = new SideBySide();
  private volatile boolean stopped;

  private Load(History history) {
    this.history = history;
  }

  /** Starts senders that go on until they are stopped. */
  static Load start(int port, int senders, History history) {
    return start(port, senders, 1, history);
  }

  /** The same, with so many senders for each subject, who send equal events. */
  static Load start(int port, int subjects, int copies, History history) {
    return start(port, subjects, copies, Integer.MAX_VALUE, history);
  }

  /** The same, with a sender at each of these gateways for each subject, who send equal events. */
  static Load twins(List<Integer> ports, int subjects, History history) {
    Load load = new Load(history);
    int number = LOADS.incrementAndGet();
    for (int i = 0; i < subjects; i++) {
      String subject = "t" + number + "-" + i;
      ports.forEach(port -> load.senders.start(() -> load.send(port, subject, Integer.MAX_VALUE)));
    }
    return load;
  }

  /** Makes senders send this many events each, and waits until they have ended. */
  static void send(int port, int senders, int events, History history) {
    start(port, senders, 1, events, history).join();
  }

  /** The same, with so many events each. */
  static Load start(int port, int subjects, int copies, int events, History history) {
    Load load = new Load(history);
    int number = LOADS.incrementAndGet();
    for (int i = 0; i < subjects * copies; i++) {
      String subject = "w" + number + "-" + i / copies;
      load.senders.start(() -> load.send(port, subject, events));
    }
    return load;
  }

  /**
   * Starts senders behind a load balancer: each prefers one of the gateways, and if that gives no
   * 200 the same event is sent to the next. What no gateway accepts is {@code unanswered}.
   */
  static Load balanced(List<Integer> ports, int senders, History history) {
    Load load = new Load(history);
    int number = LOADS.incrementAndGet();
    for (int i = 0; i < senders; i++) {
      List<Integer> order = new ArrayList<>(ports);
      Collections.rotate(order, i);
      String subject = "b" + number + "-" + i;
      load.senders.start(() -> load.sendToAny(order, subject));
    }
    return load;
  }

  private void sendToAny(List<Integer> ports, String subject) {
    List<Sender> gateways = ports.stream().map(Sender::new).toList();
    for (int i = 0; !stopped; i++) {
      String id = "%s-%07d".formatted(subject, i);
      if (gateways.stream().anyMatch(gateway -> takes(gateway, id, subject))) {
        history.acknowledged(id);
      } else {
        history.unanswered(id);
      }
    }
    gateways.forEach(Sender::close);
  }

  private static boolean takes(Sender gateway, String id, String subject) {
    try {
      return gateway.send(id, subject).status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends events again that got no 200, as vendors do, and waits until that is done. */
  static void again(int port, int senders, History history) {
    Load load = new Load(history);
    Queue<String> queue = new ConcurrentLinkedQueue<>(history.toSendAgain());
    for (int i = 0; i < senders; i++) {
      load.senders.start(() -> load.drain(port, queue));
    }
    load.join();
  }

  private void send(int port, String subject, int events) {
    try (Sender sender = new Sender(port)) {
      for (int i = 0; i < events && !stopped; i++) {
        if (!send(sender, "%s-%07d".formatted(subject, i), subject)) {
          return;
        }
      }
    }
  }

  private void drain(int port, Queue<String> ids) {
    try (Sender sender = new Sender(port)) {
      for (String id = ids.poll(); id != null; id = ids.poll()) {
        if (!send(sender, id, id.substring(0, id.lastIndexOf('-')))) {
          return;
        }
      }
    }
  }

  private boolean send(Sender sender, String id, String subject) {
    try {
      Sender.Reply reply = sender.send(id, subject);
      if (reply.status() == 200) {
        history.acknowledged(id);
      } else {
        history.refused(id, reply.status());
        LockSupport.parkNanos(PAUSE_AFTER_REFUSAL);
      }
      return true;
    } catch (Sender.NotConnected e) {
      return false;
    } catch (SocketTimeoutException e) {
      history.silent(id);
      return true;
    } catch (IOException e) {
      history.unanswered(id);
      return true;
    }
  }

  /** Lets every sender finish its current event. */
  void stop() {
    stopped = true;
    join();
  }

  /** Waits until every sender has ended by itself. */
  void join() {
    senders.join();
  }

  @Override
  public void close() {
    stop();
  }
}
