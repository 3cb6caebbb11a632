package io.gatehouse.intake;

import io.gatehouse.broker.DiskBarrier;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Reads every two seconds, from the duplicate log at an external broker, which states of a subject
 * other gateways have accepted.
 */
@Component
class PeerStates {

  private static final Logger LOG = LoggerFactory.getLogger(PeerStates.class);

  private static final int SECONDS = 2;

  /** By how much the gateways' clocks may differ, plus how long an entry may take to the broker. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private final EventIdAssigner ids;
  private final boolean atOutsideBroker;
  private Instant read = Instant.now();

  PeerStates(EventIdAssigner ids, DiskBarrier diskBarrier) {
    this.ids = ids;
    this.atOutsideBroker = diskBarrier.isAlwaysNeeded();
  }

  @Scheduled(fixedDelay = SECONDS, timeUnit = TimeUnit.SECONDS)
  void readPeerLogs() {
    if (!atOutsideBroker) {
      return;
    }
    Instant begun = Instant.now();
    try {
      ids.readLogSince(read.minus(LATE));
      read = begun;
    } catch (JmsException e) {
      LOG.debug(
          "Other gateways' entries of the duplicate log cannot be read: {}",
          e.getClass().getSimpleName());
    }
  }
}
