package bench;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The gateway's broker, without a gateway: durable sends from threads that each wait for theirs.
 */
@Configuration(proxyBeanMethods = false)
@Import(Hand.Parts.class)
class RawBroker {

  public static void main(String[] arguments) {
    SpringApplication.run(RawBroker.class, arguments);
  }

  /** Sends for as long as it is told, when it is told. */
  @RestController
  static class Sending {

    private final ConnectionFactory connections;
    private final AtomicLong numbers = new AtomicLong(System.nanoTime());

    Sending(@Qualifier("briefConnections") ConnectionFactory connections) {
      this.connections = connections;
    }

    @PostMapping("/send")
    String send(@RequestParam int threads, @RequestParam int seconds) throws Exception {
      long begin = System.nanoTime();
      long end = begin + Duration.ofSeconds(seconds).toNanos();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<Histogram>> each = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<Histogram> work = () -> sendUntil(end);
        each.add(pool.submit(work));
      }
      Histogram all = new Histogram(3);
      for (Future<Histogram> one : each) {
        all.add(one.get());
      }
      pool.shutdown();
      return "%d %f %d %d %d %d"
          .formatted(
              all.getTotalCount(),
              (System.nanoTime() - begin) / 1e9,
              all.getValueAtPercentile(50),
              all.getValueAtPercentile(99),
              all.getValueAtPercentile(99.9),
              all.getMaxValue());
    }

    private Histogram sendUntil(long end) throws JMSException {
      Histogram latencies = new Histogram(3);
      try (Connection connection = connections.createConnection();
          Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
          MessageProducer producer = session.createProducer(session.createQueue("kyc.business"))) {
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
          producer.send(message(session));
          latencies.recordValue(System.nanoTime() - now);
        }
      }
      return latencies;
    }

    private TextMessage message(Session session) throws JMSException {
      String id = Long.toString(numbers.getAndIncrement());
      TextMessage message = session.createTextMessage(TEXT.formatted(id));
      message.setStringProperty("cloudEvents_specversion", "1.0");
      message.setStringProperty("cloudEvents_id", id);
      message.setStringProperty("cloudEvents_source", "/kompliant/rockoutpay");
      message.setStringProperty("cloudEvents_type", "kyc.business.assessed");
      message.setStringProperty("cloudEvents_subject", "w_" + id);
      message.setStringProperty("cloudEvents_vendor", "kompliant");
      message.setStringProperty("cloudEvents_receivedtime", "2026-11-21T08:26:46.029Z");
      message.setStringProperty("JMSXGroupID", "kompliant w_" + id);
      message.setStringProperty("_AMQ_DUPL_ID", id);
      message.setStringProperty("JMS_AMQP_ContentType", "application/json");
      return message;
    }

    private static final String TEXT =
        """
        {"event":"decision_analytics_completed","application_id":"w_%s","""
            + Requests.FILLING
            + "}";
  }
}
