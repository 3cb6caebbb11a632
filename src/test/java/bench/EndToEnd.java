package bench;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** From a vendor's POST to a bus consumer and to a receiving system. */
final class EndToEnd {

  private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");
  private static final int CONNECTIONS = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final AtomicLong numbers = new AtomicLong(System.currentTimeMillis() * 1_000_000);
  private final StringBuilder lines = new StringBuilder();

  /** Measures, and gives what was found, a line each: name, value. */
  String measure(double rate, Duration time, int backlog) {
    Map<Long, Long> sent = new ConcurrentHashMap<>();
    Arrivals crm = new Arrivals(sent);
    try (FastCrm receiver = new FastCrm(crm::take);
        Subject gateway = Bench.gateway("end-to-end", settings(receiver), HEAP)) {
      Load.asFastAsAnswersCome(
          gateway.port(), CONNECTIONS, Duration.ofSeconds(60), numbers, Requests.kompliant());
      Load.rest(Duration.ofSeconds(20));
      sustained(gateway, sent, crm, rate, time);
    }
    drained(backlog);
    return lines.toString();
  }

  private static Map<String, String> settings(FastCrm receiver) {
    return Map.of(
        "gatehouse.broker.user", "bus",
        "gatehouse.broker.password", "bus",
        "crm.url", receiver.url(),
        "crm.token", "bench-crm-token",
        "crm.signature-secret", "whsec_bG9jYWwtY3JtLXNpZ25hdHVyZS1zZWNyZXQ=");
  }

  private LongFunction<byte[]> noting(Map<Long, Long> sent) {
    LongFunction<byte[]> requests = Requests.kompliant();
    return n -> {
      sent.put(n, System.nanoTime());
      return requests.apply(n);
    };
  }

  private void sustained(
      Subject gateway, Map<Long, Long> sent, Arrivals crm, double rate, Duration time) {
    Arrivals bus = new Arrivals(sent);
    try (Consuming consuming = new Consuming(gateway, bus)) {
      Load.Outcome outcome =
          Load.atRate(gateway.port(), CONNECTIONS, time, numbers, rate, noting(sent));
      long end = System.nanoTime();
      long accepted = outcome.answers().getOrDefault(200, 0L);
      say("sustained: asked for, events a second", rate);
      say("sustained: accepted, events a second", outcome.rate());
      say("sustained: other answers", outcome.latencies().getTotalCount() - accepted);
      say("sustained: answer p50, ms", outcome.micros(50) / 1e3);
      say("sustained: answer p99, ms", outcome.micros(99) / 1e3);
      say("sustained: at the CRM when the load ended, share", (double) crm.count() / accepted);
      consuming.await(accepted);
      crm.await(accepted, PATIENCE);
      say("sustained: until all were at the CRM, s", Math.max(0, crm.last() - end) / 1e9);
      say("sustained: POST to consumer p50, ms", bus.millis(50));
      say("sustained: POST to consumer p99, ms", bus.millis(99));
      say("sustained: POST to delivered p50, ms", crm.millis(50));
      say("sustained: POST to delivered p99, ms", crm.millis(99));
    }
  }

  /** A consumer on the bus. */
  private static final class Consuming implements AutoCloseable {

    private final Arrivals arrivals;
    private final JMSContext context;

    Consuming(Subject gateway, Arrivals arrivals) {
      this.arrivals = arrivals;
      try (ActiveMQConnectionFactory factory =
          new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.brokerPort(), "bus", "bus")) {
        context = factory.createContext(JMSContext.DUPS_OK_ACKNOWLEDGE);
        context.createConsumer(context.createQueue("kyc.business")).setMessageListener(this::take);
      }
    }

    private void take(Message message) {
      try {
        arrivals.take(message.getBody(String.class));
      } catch (JMSException e) {
        throw new IllegalStateException(e);
      }
    }

    void await(long count) {
      arrivals.await(count, PATIENCE);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /** Nobody consumes and nothing is delivered until the backlog is there. */
  private void drained(int backlog) {
    Map<Long, Long> sent = new ConcurrentHashMap<>();
    Arrivals crm = new Arrivals(sent);
    Map<String, String> closed =
        Map.of("gatehouse.broker.user", "bus", "gatehouse.broker.password", "bus");
    try (FastCrm receiver = new FastCrm(crm::take)) {
      try (Subject gateway = Bench.gateway("backlog", closed, HEAP)) {
        while (sent.size() < backlog) {
          Load.asFastAsAnswersCome(
              gateway.port(), CONNECTIONS, Duration.ofSeconds(2), numbers, noting(sent));
        }
        Arrivals bus = new Arrivals(sent);
        long begin = System.nanoTime();
        try (Consuming consuming = new Consuming(gateway, bus)) {
          consuming.await(sent.size());
        }
        say("backlog, events", sent.size());
        say(
            "backlog: to one consumer, events a second",
            sent.size() / ((bus.last() - begin) / 1e9));
      }
      try (Subject gateway = Bench.gatewayAgain("backlog", settings(receiver), HEAP)) {
        long begin = System.nanoTime();
        long before = crm.count();
        crm.await(sent.size(), PATIENCE);
        say(
            gateway.name() + ": to the CRM, events a second",
            (sent.size() - before) / ((crm.last() - begin) / 1e9));
      }
    }
  }

  private void say(String name, double value) {
    String line = String.format(java.util.Locale.ROOT, "%s,%.3f%n", name, value);
    System.out.print(line);
    lines.append('"').append(name).append('"').append(line.substring(name.length()));
  }
}
