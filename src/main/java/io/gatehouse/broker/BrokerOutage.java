package io.gatehouse.broker;

import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.springframework.core.NestedExceptionUtils;

/**
 * Why the bus accepts no writes, for operators.
 *
 * @param kind a fixed word, for the metric
 * @param sentence for the log and the health page; it names the place and what to do, and contains
 *     nothing of an event
 */
record BrokerOutage(String kind, String sentence) {

  /** Finds the cause of a failed write. */
  interface Finder {

    BrokerOutage of(Throwable failure);

    /** All kinds, whose counters start at zero. */
    default Set<String> kinds() {
      return Set.of();
    }
  }

  /** The bus does not have the gateway's queues. */
  static BrokerOutage noQueue() {
    return new BrokerOutage(
        "no-queue",
        "the broker has no %s, so it has not loaded bus.properties"
            .formatted(BrokerHealthIndicator.QUEUE));
  }

  /** By its class only, since the broker's text may quote what was sent. */
  static BrokerOutage other(Throwable failure) {
    ActiveMQExceptionType type = typeOf(failure);
    return new BrokerOutage(
        "other",
        type == ActiveMQExceptionType.GENERIC_EXCEPTION
            ? "a write failed with "
                + NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName()
            : "the broker answered " + type);
  }

  /** The broker's own type of failure; the generic one if the failure is not the broker's. */
  static ActiveMQExceptionType typeOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ActiveMQException broker) {
        return broker.getType();
      }
    }
    return ActiveMQExceptionType.GENERIC_EXCEPTION;
  }
}
