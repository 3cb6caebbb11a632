package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFolderSnapshot;
import io.gatehouse.routes.validation.RouteProperties;
import io.gatehouse.settings.BadSettingException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Compares the files' contents at regular intervals. So it notices what an editor saves in place,
 * what is renamed over a file, and a whole folder that is replaced, as a Kubernetes ConfigMap is.
 */
@Component
class RouteReloader {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);
  private static final long PAUSE_MILLIS = 200;
  private static final long PATIENCE_SECONDS = 5;

  private final RouteLoader loader;
  private final RouteProperties properties;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "routes-reload");
            thread.setDaemon(true);
            return thread;
          });
  private Debounce settled;
  private boolean ended;
  private int missing;

  RouteReloader(RouteLoader loader, RouteProperties properties) {
    this.loader = loader;
    this.properties = properties;
  }

  @EventListener(ApplicationReadyEvent.class)
  synchronized void begin() {
    // A gateway may be stopped before it has reported that it is ready.
    if (!properties.reload() || ended) {
      return;
    }
    settled = new Debounce(loader.begunWith());
    // The first dry run loads classes: somebody who has saved a file should not wait for that.
    clock.execute(() -> loader.rehearse());
    clock.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @EventListener(ContextClosedEvent.class)
  synchronized void end() throws InterruptedException {
    if (!properties.reload()) {
      return;
    }
    ended = true;
    // Camel stops its routes next: none may be about to be added.
    clock.shutdown();
    clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    loader.end();
  }

  private void look() {
    try {
      RouteFolderSnapshot now = RouteFolderSnapshot.of(properties);
      missing = 0;
      if (settled.isNew(now)) {
        loader.take(now);
      }
    } catch (BadSettingException e) {
      refuse(e);
    } catch (RuntimeException e) {
      LOG.error("The route files could not be looked at: {}", RouteDiagnostic.sentence(e));
    }
  }

  /** A folder that is missing at two checks counts as deleted. */
  private void refuse(BadSettingException problem) {
    missing++;
    if (missing == 2) {
      settled.forget();
      loader.refuse(problem);
    }
  }
}
