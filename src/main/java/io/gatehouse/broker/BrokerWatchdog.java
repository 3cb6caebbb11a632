package io.gatehouse.broker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends the process when the embedded broker has stopped by itself, for any reason but its disk
 * ({@link DiskFailureHalt}). Until then senders get 503.
 */
@Component
class BrokerWatchdog {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatchdog.class);
  static final int STATUS = 75;

  private final ObjectProvider<EmbeddedBroker> broker;
  private volatile boolean watching;

  BrokerWatchdog(ObjectProvider<EmbeddedBroker> broker) {
    this.broker = broker;
  }

  @EventListener(ApplicationReadyEvent.class)
  void watch() {
    watching = broker.getIfAvailable() != null;
  }

  @EventListener(ContextClosedEvent.class)
  void unwatch() {
    watching = false;
  }

  @Scheduled(fixedDelayString = "${gatehouse.bus.probe-interval-millis:2000}")
  void look() {
    if (watching && !broker.getObject().isActive()) {
      LOG.error("The embedded broker has stopped by itself; the gateway ends, to be started again");
      // Nothing can be stored any more, so there is nothing to complete.
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
