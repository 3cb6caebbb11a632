package io.gatehouse.registration;

import io.gatehouse.registration.Registrations.Registration;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Registers the configured URLs when the gateway is ready, if {@code
 * <vendor>.api.register-at-start} is set. The gateway does not wait for it; a failed registration
 * is retried, with growing pauses, until it succeeds.
 */
@Component
class StartupRegistration {

  private static final Logger LOG = LoggerFactory.getLogger(StartupRegistration.class);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Registrar registrar;
  private final ApiSettings settings;
  private final long firstPause;
  private final List<Thread> running = new ArrayList<>();

  StartupRegistration(
      Registrar registrar, ApiSettings settings, RegistrationProperties properties) {
    this.registrar = registrar;
    this.settings = settings;
    this.firstPause = properties.firstPauseMillis();
  }

  @EventListener(ApplicationReadyEvent.class)
  synchronized void begin() {
    for (String vendor : registrar.vendors()) {
      if (settings.isToRegisterAtStart(vendor)) {
        Thread thread = new Thread(() -> register(vendor), "register-" + vendor);
        thread.setDaemon(true);
        running.add(thread);
        thread.start();
      }
    }
  }

  @EventListener(ContextClosedEvent.class)
  synchronized void end() {
    running.forEach(Thread::interrupt);
  }

  private void register(String vendor) {
    IntervalFunction pauses =
        IntervalFunction.ofExponentialBackoff(firstPause, 2, LONGEST_PAUSE.toMillis());
    try {
      for (int tries = 1; !isDone(vendor); tries++) {
        Thread.sleep(pauses.apply(tries));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether all URLs could be registered; each failure is logged in one line. */
  private boolean isDone(String vendor) throws InterruptedException {
    boolean done = false;
    try {
      List<Registration> webhooks = registrar.show(vendor);
      done = true;
      for (Registration webhook : webhooks) {
        done &= isRegistered(vendor, webhook.kind());
      }
    } catch (RegistrationException e) {
      LOG.warn("{} will be tried again: {}", vendor, e.getMessage());
    }
    return done;
  }

  private boolean isRegistered(String vendor, String kind) throws InterruptedException {
    try {
      registrar.register(vendor, kind, null);
      return true;
    } catch (RegistrationException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.warn("{} of {} are not registered, to be tried again: {}", kind, vendor, e.getMessage());
      return false;
    }
  }
}
