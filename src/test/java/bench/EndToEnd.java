package bench;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** From a vendor's POST to a bus consumer and to a receiving system. */
final class EndToEnd {

  private static final int CONNECTIONS = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final AtomicLong numbers = new AtomicLong(System.currentTimeMillis() * 1_000_000);
  private final StringBuilder lines = new StringBuilder();

  /** Measures, and gives what was found, a line each: name, value. */
  String measure(double rate, Duration time, int backlog) {
    Way warmUp = new Way();
    Way way = new Way();
    try (FastCrm receiver = new FastCrm(warmUp.crm.andThen(way.crm));
        Subject gateway = Bench.gateway("end-to-end", settings(receiver), Bench.HEAP)) {
      Consuming consuming = new Consuming(gateway, warmUp.bus.andThen(way.bus));
      // Nothing of it may be left when the clock starts: neither in a queue nor at the CRM.
      warmUp.await(warmUp.load(gateway, rate, Bench.WARM_UP).answers().getOrDefault(200, 0L));
      sustained(gateway, way, rate, time);
      consuming.close();
    }
    drained(backlog);
    return lines.toString();
  }

  /** Events, and where they arrive. */
  private final class Way {

    private final Map<Long, Long> sent = new ConcurrentHashMap<>();
    private final Arrivals bus = new Arrivals(sent);
    private final Arrivals crm = new Arrivals(sent);

    Load.Outcome load(Subject gateway, double rate, Duration time) {
      return Load.atRate(gateway.port(), CONNECTIONS, time, numbers, rate, noting(sent));
    }

    void await(long count) {
      bus.await(count, PATIENCE);
      crm.await(count, PATIENCE);
    }
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

  private void sustained(Subject gateway, Way way, double rate, Duration time) {
    Load.Outcome outcome = way.load(gateway, rate, time);
    long end = System.nanoTime();
    long accepted = outcome.answers().getOrDefault(200, 0L);
    say("sustained: asked for, events a second", rate);
    say("sustained: accepted, events a second", outcome.rate());
    say("sustained: other answers", outcome.latencies().getTotalCount() - accepted);
    say("sustained: answer p50, ms", outcome.micros(50) / 1e3);
    say("sustained: answer p99, ms", outcome.micros(99) / 1e3);
    say("sustained: at the CRM when the load ended, share", (double) way.crm.count() / accepted);
    way.await(accepted);
    say("sustained: until all were at the CRM, s", Math.max(0, way.crm.last() - end) / 1e9);
    say("sustained: POST to consumer p50, ms", way.bus.millis(50));
    say("sustained: POST to consumer p99, ms", way.bus.millis(99));
    say("sustained: POST to delivered p50, ms", way.crm.millis(50));
    say("sustained: POST to delivered p99, ms", way.crm.millis(99));
  }

  /** A consumer on the bus. */
  private static final class Consuming {

    private final Consumer<String> arrivals;
    private final ActiveMQConnectionFactory factory;
    private final JMSContext context;

    Consuming(Subject gateway, Consumer<String> arrivals) {
      this.arrivals = arrivals;
      factory =
          new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.brokerPort(), "bus", "bus");
      context = factory.createContext(JMSContext.DUPS_OK_ACKNOWLEDGE);
      context.createConsumer(context.createQueue("kyc.business")).setMessageListener(this::take);
    }

    private void take(Message message) {
      try {
        arrivals.accept(message.getBody(String.class));
      } catch (JMSException e) {
        throw new IllegalStateException(e);
      }
    }

    void close() {
      context.close();
      factory.close();
    }
  }

  /** Nobody consumes and nothing is delivered until the backlog is there. */
  private void drained(int backlog) {
    Map<Long, Long> sent = new ConcurrentHashMap<>();
    Arrivals crm = new Arrivals(sent);
    Map<String, String> closed =
        Map.of("gatehouse.broker.user", "bus", "gatehouse.broker.password", "bus");
    try (FastCrm receiver = new FastCrm(crm)) {
      try (Subject gateway = Bench.gateway("backlog", closed, Bench.HEAP)) {
        while (sent.size() < backlog) {
          Load.asFastAsAnswersCome(
              gateway.port(), CONNECTIONS, Duration.ofSeconds(2), numbers, noting(sent));
        }
        Arrivals bus = new Arrivals(sent);
        long begin = System.nanoTime();
        Consuming consuming = new Consuming(gateway, bus);
        bus.await(sent.size(), PATIENCE);
        consuming.close();
        say("backlog, events", sent.size());
        say(
            "backlog: to one consumer, events a second",
            sent.size() / ((bus.last() - begin) / 1e9));
      }
      try (Subject gateway = Bench.gatewayAgain("backlog", settings(receiver), Bench.HEAP)) {
        long begin = System.nanoTime();
        long before = crm.count();
        long half = (sent.size() + before) / 2;
        crm.await(half, PATIENCE);
        long warm = System.nanoTime();
        long since = crm.count();
        crm.await(sent.size(), PATIENCE);
        say(
            gateway.name() + ": to the CRM, events a second",
            (sent.size() - before) / ((crm.last() - begin) / 1e9));
        say(
            gateway.name() + ": to the CRM, the second half, events a second",
            (sent.size() - since) / ((crm.last() - warm) / 1e9));
      }
    }
  }

  private void say(String name, double value) {
    String line = String.format(java.util.Locale.ROOT, "%s,%.3f%n", name, value);
    System.out.print(line);
    lines.append('"').append(name).append('"').append(line.substring(name.length()));
  }
}
