package io.gatehouse.web;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Checks several times a second for requests, bodies and connections that have taken too long. */
final class TimeoutSweeper implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(TimeoutSweeper.class);
  private static final long INTERVAL_MILLIS = 100;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "overdue-requests");
            thread.setDaemon(true);
            return thread;
          });

  TimeoutSweeper(RequestsInFlight inFlight, BodyReadLimiter bodies, ConnectionLimiter connections) {
    repeat(inFlight::answerOverdue);
    repeat(bodies::endOverdue);
    repeat(connections::endOverdue);
  }

  private void repeat(Runnable look) {
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            look.run();
          } catch (RuntimeException | Error e) {
            // If this were thrown on, no further checks would run.
            LOG.error("Overdue requests could not be ended: {}", e.getClass().getName());
          }
        },
        INTERVAL_MILLIS,
        INTERVAL_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
