package io.gatehouse.broker;

import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.springframework.core.NestedExceptionUtils;

/**
 * Why the bus takes no writes, for operators.
 *
 * @param kind a fixed word, for the metric
 * @param sentence for the log and the health page; it names the place and what to do, and nothing
 *     of an event
 */
record BrokerOutage(String kind, String sentence) {

  /** Finds out what is behind a write that failed. */
  interface Finder {

    BrokerOutage of(Throwable failure);

    /** The kinds that there are, which begin to be counted at zero. */
    default Set<String> kinds() {
      return Set.of();
    }
  }

  /** The bus has other queues than the gateway's. */
  static BrokerOutage noQueue() {
    return new BrokerOutage(
        "no-queue",
        "the broker has no %s, so it has not loaded bus.properties"
            .formatted(BrokerHealthIndicator.QUEUE));
  }

  /** By its kind only, for the broker's words may quote what was sent. */
  static BrokerOutage other(Throwable failure) {
    ActiveMQExceptionType type = typeOf(failure);
    return new BrokerOutage(
        "other",
        type == ActiveMQExceptionType.GENERIC_EXCEPTION
            ? "a write failed with "
                + NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName()
            : "the broker answered " + type);
  }

  /** The broker's own kind of failure; the generic one where the failure is not the broker's. */
  static ActiveMQExceptionType typeOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ActiveMQException broker) {
        return broker.getType();
      }
    }
    return ActiveMQExceptionType.GENERIC_EXCEPTION;
  }
}
