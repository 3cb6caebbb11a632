package io.gatehouse.registration;

import io.gatehouse.registration.RegistrationException.Kind;
import io.gatehouse.registration.Registrations.Registration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Calls the routes {@code direct:<vendor>-register}, {@code -remove} and {@code -show}, one change
 * at a time for each vendor: a change may be several requests, which must not interleave.
 */
@Component
class Registrar {

  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
  private static final String START = "direct://";
  private static final long PATIENCE_SECONDS = 30;

  private final CamelContext context;
  private final ProducerTemplate routes;
  private final Map<String, Lock> changes = new ConcurrentHashMap<>();

  Registrar(CamelContext context, ProducerTemplate routes) {
    this.context = context;
    this.routes = routes;
  }

  /** The vendors with registration routes. */
  List<String> vendors() {
    return context.getRoutes().stream()
        .map(Route::getGroup)
        .filter(vendor -> vendor != null && hasRoute(vendor, "register"))
        .distinct()
        .sorted()
        .toList();
  }

  private boolean hasRoute(String vendor, String operation) {
    String uri = START + vendor + "-" + operation;
    return context.getRoutes().stream()
        .anyMatch(
            route ->
                vendor.equals(route.getGroup())
                    && uri.equals(route.getEndpoint().getEndpointUri()));
  }

  /** The recorded registrations of a vendor's webhooks. */
  List<Registration> show(String vendor) {
    Object[] shown = call(vendor, "show", "", null).getBody(Object[].class);
    return Arrays.stream(shown).map(Registration.class::cast).toList();
  }

  /**
   * Registers a URL.
   *
   * @param url null for the configured one
   */
  Registration register(String vendor, String kind, String url) {
    Registration now = change(vendor, "register", kind, url);
    LOG.info("{} has our URL for {}", vendor, now.kind());
    return now;
  }

  /** Removes the URL that is registered. */
  Registration remove(String vendor, String kind) {
    Registration now = change(vendor, "remove", kind, null);
    LOG.info("{} has no URL of ours for {}", vendor, now.kind());
    return now;
  }

  private Registration change(String vendor, String operation, String kind, String url) {
    Lock change = changes.computeIfAbsent(vendor, name -> new ReentrantLock());
    try {
      if (!change.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new RegistrationException(
            Kind.UNREACHABLE,
            "Another registration with %s is under way; try again.".formatted(vendor));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistrationException(Kind.UNREACHABLE, "The gateway is stopping.");
    }
    try {
      return call(vendor, operation, kind, url).getBody(Registration.class);
    } finally {
      change.unlock();
    }
  }

  private Message call(String vendor, String operation, String kind, String url) {
    if (!hasRoute(vendor, operation)) {
      throw new RegistrationException(
          Kind.UNKNOWN,
          "The gateway can call no vendor of this name; is <vendor>.api.base-url set?");
    }
    Exchange exchange =
        routes.request(
            START + vendor + "-" + operation,
            request -> {
              request.setVariable("kind", kind);
              request.setVariable("url", url);
            });
    if (exchange.getException() == null) {
      return exchange.getMessage();
    }
    RegistrationException failure = RegistrationException.of(vendor, exchange.getException());
    boolean removed = exchange.getVariable(RecordRegistration.REMOVED, false, Boolean.class);
    throw removed ? failure.afterRemoval() : failure;
  }
}
