package io.gatehouse.broker;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;

/** Measures the queues of the embedded broker, which exposes everything. */
final class EmbeddedQueueStatistics implements QueueStatistics {

  private static final String RECEIVED = "cloudEvents_receivedtime";
  private static final double MILLIS = 1000;

  private final EmbeddedBroker broker;

  EmbeddedQueueStatistics(EmbeddedBroker broker) {
    this.broker = broker;
  }

  @Override
  public void measure(Set<String> queues, Reader reader) {
    for (String name : queues) {
      Queue queue = broker.queue(name);
      if (queue != null) {
        reader.read(name, new Depth(queue.getMessageCount(), oldest(queue)));
      }
    }
  }

  /**
   * The age of the oldest message: the first of those that wait, those that consumers hold, and
   * those that are scheduled.
   */
  private static double oldest(Queue queue) {
    Stream<MessageReference> held =
        queue.getDeliveringMessages().values().stream()
            .filter(messages -> !messages.isEmpty())
            .map(messages -> messages.get(0));
    Stream<MessageReference> waiting =
        Stream.of(queue.peekFirstMessage(), queue.peekFirstScheduledMessage());
    return Stream.concat(held, waiting)
        .filter(Objects::nonNull)
        .mapToLong(EmbeddedQueueStatistics::came)
        .min()
        .stream()
        .mapToDouble(came -> Math.max(System.currentTimeMillis() - came, 0) / MILLIS)
        .findFirst()
        .orElse(0);
  }

  /** When the event was received; requeuing it for another attempt does not make it younger. */
  private static long came(MessageReference reference) {
    Message message = reference.getMessage();
    try {
      String received = message.getStringProperty(RECEIVED);
      return received == null ? message.getTimestamp() : Instant.parse(received).toEpochMilli();
    } catch (DateTimeException e) {
      return message.getTimestamp();
    }
  }
}
