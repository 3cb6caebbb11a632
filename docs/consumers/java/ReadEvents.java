import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Reads one queue of Gatehouse's bus, for ever. One event at a time: work first, acknowledge then.
 * docs/consumers/README.md says how to run it.
 */
public class ReadEvents {

  private static final int MOST_REMEMBERED = 100_000;
  private static final long PATIENCE_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 1_000;

  /** Source and id of the events that are done. In earnest, keep them where the work is kept. */
  private final Map<String, Boolean> done =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 4) {
      System.err.println("Usage: ReadEvents tcp://host:port user password queue");
      System.exit(2);
    }
    new ReadEvents().readForEver(arguments[0], arguments[1], arguments[2], arguments[3]);
  }

  private void readForEver(String url, String user, String password, String queue)
      throws InterruptedException {
    while (true) {
      try (var factory = new ActiveMQConnectionFactory(url, user, password);
          JMSContext bus = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
        read(bus, queue);
      } catch (JMSException | RuntimeException e) {
        System.err.println("Not connected (" + e.getMessage() + "), again in a moment.");
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void read(JMSContext bus, String queue) throws JMSException {
    AtomicBoolean lost = new AtomicBoolean();
    bus.setExceptionListener(failure -> lost.set(true));
    JMSConsumer consumer = bus.createConsumer(bus.createQueue(queue));
    System.err.println("Reading " + queue + ".");
    while (!lost.get()) {
      Message event = consumer.receive(PATIENCE_MILLIS);
      if (event != null) {
        handle(event);
        event.acknowledge();
      }
    }
    throw new JMSException("it was lost");
  }

  /** An exception from here ends the connection, and the broker gives the event again. */
  private void handle(Message event) throws JMSException {
    String source = event.getStringProperty("cloudEvents_source");
    String id = event.getStringProperty("cloudEvents_id");
    String key = source + " " + id;
    if (done.containsKey(key)) {
      return;
    }
    work(event);
    done.put(key, true);
  }

  /** Put what you do with an event here. The body is for you alone: do not log it. */
  private static void work(Message event) throws JMSException {
    String data = event.isBodyAssignableTo(String.class) ? event.getBody(String.class) : "";
    System.out.printf(
        "%s %s %s %s, %d characters%n",
        event.getStringProperty("cloudEvents_source"),
        event.getStringProperty("cloudEvents_id"),
        event.getStringProperty("cloudEvents_type"),
        event.getStringProperty("cloudEvents_subject"),
        data.length());
  }
}
