package io.gatehouse.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers' cases at Ondato. Each customer's events are sent one after the other, the next when a
 * gateway has accepted the last, so that there is one right order; alternately to each of the
 * gateways, and to another one if that does not accept it.
 */
final class Cases implements AutoCloseable {

  private static final int SENDERS = 8;
  private static final long PAUSE = Duration.ofMillis(10).toNanos();
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final Instant FIRST = Instant.parse("2025-01-01T10:00:00Z");

  /**
   * The repeated events of each customer.
   *
   * @param second when it happened, in its round
   * @param late whether something of the same kind has happened after it and arrives before it
   */
  private record Step(String type, int second, String system, boolean late) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("KycIdentification.Created", 10, "crm", false),
          new Step("Form.Created", 25, "kyc-core", false),
          new Step("KycIdentification.Approved", 30, "crm", false),
          new Step("KycIdentification.Rejected", 20, "crm", true),
          new Step("KycIdentification.Updated", 50, "crm", false),
          new Step("KycIdentification.Processed", 40, "crm", true),
          new Step("Form.Completed", 15, "kyc-core", false));

  /**
   * An event that a gateway has accepted.
   *
   * @param system that is to get it
   * @param late whether it must be marked as late
   */
  record Accepted(String id, String system, boolean late) {}

  private final Map<String, List<Accepted>> accepted = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private final SideBySide senders = new SideBySide();
  private final List<Integer> ports;
  private volatile boolean stopped;
  private volatile boolean closed;

  private Cases(List<Integer> ports) {
    this.ports = new CopyOnWriteArrayList<>(ports);
  }

  /** Starts to send the events of so many customers, until it is stopped. */
  static Cases start(List<Integer> ports, int customers) {
    Cases cases = new Cases(ports);
    for (int i = 0; i < SENDERS; i++) {
      List<String> own = new ArrayList<>();
      for (int customer = i; customer < customers; customer += SENDERS) {
        own.add("customer-" + customer);
        cases.accepted.put("customer-" + customer, new CopyOnWriteArrayList<>());
      }
      cases.senders.start(() -> cases.send(own));
    }
    return cases;
  }

  private void send(List<String> customers) {
    Map<Integer, Sender> gateways = new ConcurrentHashMap<>();
    for (int number = 0; !stopped; number++) {
      Step step = STEPS.get(number % STEPS.size());
      Instant time = FIRST.plus(ROUND.multipliedBy(number / STEPS.size())).plusSeconds(step.second);
      for (int i = 0; i < customers.size() && !stopped; i++) {
        String customer = customers.get(i);
        String id = customer + "-" + number;
        List<Integer> order = new ArrayList<>(ports);
        Collections.rotate(order, number + i);
        boolean taken = false;
        while (!taken && !closed) {
          taken =
              order.stream()
                  .map(port -> gateways.computeIfAbsent(port, Sender::new))
                  .anyMatch(gateway -> takes(gateway, id, step, customer, time));
          LockSupport.parkNanos(PAUSE);
        }
        if (taken) {
          accepted.get(customer).add(new Accepted(id, step.system, step.late));
          count.incrementAndGet();
        }
      }
    }
    gateways.values().forEach(Sender::close);
  }

  private static boolean takes(
      Sender gateway, String id, Step step, String customer, Instant time) {
    try {
      return gateway.ondato(id, step.type, customer, time).status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends to this gateway in place of that one from now on. */
  void replace(int port, int successor) {
    ports.set(ports.indexOf(port), successor);
  }

  /** How many events have been accepted. */
  long count() {
    return count.get();
  }

  /** What of each customer a system is to get, in order. */
  Map<String, List<Accepted>> of(String system) {
    Map<String, List<Accepted>> own = new ConcurrentHashMap<>();
    accepted.forEach(
        (customer, events) ->
            own.put(
                customer, events.stream().filter(event -> event.system.equals(system)).toList()));
    return own;
  }

  /** Lets every sender finish its current event. */
  void stop() {
    stopped = true;
    senders.join();
  }

  @Override
  public void close() {
    closed = true;
    stop();
  }
}
