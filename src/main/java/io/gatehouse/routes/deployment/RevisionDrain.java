package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes closed revisions once their requests have been answered. */
final class RevisionDrain implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RevisionDrain.class);

  /** A request is answered within 10 seconds, whether or not its route still exists. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final long LOOK_AGAIN_MILLIS = 20;

  private final RouteRevisions revisions;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "routes-retirement");
            thread.setDaemon(true);
            return thread;
          });

  RevisionDrain(RouteRevisions revisions) {
    this.revisions = revisions;
  }

  void add(RouteRevision revision) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    clock.execute(() -> look(revision, end));
  }

  private void look(RouteRevision revision, long end) {
    if (!revisions.isIdle(revision) && System.nanoTime() - end < 0) {
      clock.schedule(() -> look(revision, end), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    try {
      revisions.stop(revision);
      revisions.remove(revision);
    } catch (Exception e) {
      LOG.warn(
          "{}: an earlier revision has not been removed completely: {}",
          revision.use().file().path(),
          RouteDiagnostic.sentence(e));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
