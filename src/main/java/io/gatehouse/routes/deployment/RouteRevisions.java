package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.BadRouteException;
import io.gatehouse.routes.validation.RouteBuilders;
import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds revisions of route files to the gateway's context, and removes them: one at a time, since
 * Camel's model of the routes does not support more.
 */
final class RouteRevisions implements AutoCloseable {

  /** Whoever waits for a route gives up before. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A request is answered within 10 seconds, whether or not its route still exists. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(15);

  private static final long LOOK_AGAIN_MILLIS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(RouteRevisions.class);

  private final ModelCamelContext context;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "routes-retirement");
            thread.setDaemon(true);
            return thread;
          });

  RouteRevisions(CamelContext context) {
    this.context = (ModelCamelContext) context;
  }

  /**
   * Adds kamelets. What exists of others of the same name stays as it is.
   *
   * @throws BadRouteException if Camel cannot use one; then the others stay
   */
  synchronized void take(List<RouteFile> kamelets) {
    List<RouteTemplateDefinition> templates = context.getRouteTemplateDefinitions();
    List<RouteTemplateDefinition> before = List.copyOf(templates);
    templates.clear();
    for (RouteFile kamelet : kamelets) {
      try {
        RouteBuilders.load(context, kamelet);
      } catch (Exception e) {
        templates.clear();
        templates.addAll(before);
        throw kamelet.bad(0, RouteDiagnostic.sentence(e) + ".");
      }
    }
  }

  /**
   * Creates a revision's routes, and starts them if the context has started.
   *
   * @throws Exception if that fails; nothing remains of the revision then
   */
  synchronized void add(RouteRevision revision) throws Exception {
    try {
      RouteBuilders.load(context, revision.use().file(), revision::mark);
    } catch (Exception e) {
      remove(revision);
      throw e;
    }
  }

  /** Accepts no new requests; those in flight are answered. */
  private void close(RouteRevision revision) {
    consumers(revision).forEach(ServiceHelper::suspendService);
  }

  /** Whether no request is in flight any more. */
  private boolean isIdle(RouteRevision revision) {
    return revision.ids().stream().allMatch(id -> context.getInflightRepository().size(id) == 0)
        && consumers(revision).stream().allMatch(consumer -> pending(consumer) == 0);
  }

  private static int pending(Consumer consumer) {
    return consumer instanceof PlatformHttpConsumerAware aware
            && aware.getPlatformHttpConsumer() instanceof ShutdownAware active
        ? active.getPendingExchangesSize()
        : 0;
  }

  private List<Consumer> consumers(RouteRevision revision) {
    return revision.ids().stream()
        .map(context::getRoute)
        .filter(route -> route != null)
        .map(Route::getConsumer)
        .toList();
  }

  /** Stops a revision's routes when they have finished their exchanges. */
  synchronized void stop(RouteRevision revision) throws Exception {
    List<RouteDefinition> routes = routes(revision);
    for (RouteDefinition definition : routes) {
      Route route = context.getRoute(definition.getRouteId());
      if (route != null && route.getEndpoint() instanceof JmsEndpoint) {
        // Not through the context, which would be locked for as long as this takes.
        ServiceHelper.stopService(route.getConsumer());
      }
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isIdle(revision) && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
    for (RouteDefinition definition : routes) {
      context.getRouteController().stopRoute(definition.getRouteId());
    }
  }

  /** Restarts routes that have been stopped. */
  synchronized void start(RouteRevision revision) throws Exception {
    for (RouteDefinition route : routes(revision)) {
      context.getRouteController().startRoute(route.getRouteId());
    }
  }

  /** Removes everything of a revision. */
  synchronized void remove(RouteRevision revision) throws Exception {
    for (RouteDefinition route : routes(revision)) {
      context.removeRouteDefinition(route);
    }
    List<KameletEndpoint> endpoints = new ArrayList<>();
    context.getEndpoints().stream()
        .filter(KameletEndpoint.class::isInstance)
        .map(KameletEndpoint.class::cast)
        .filter(endpoint -> revision.has(endpoint.getRouteId()))
        .forEach(endpoints::add);
    for (KameletEndpoint endpoint : endpoints) {
      context.removeEndpoint(endpoint);
    }
  }

  /** The routes of the file come first, so that none calls a stopped one. */
  private List<RouteDefinition> routes(RouteRevision revision) {
    List<RouteDefinition> written = new ArrayList<>();
    List<RouteDefinition> ofKamelets = new ArrayList<>();
    for (RouteDefinition route : context.getRouteDefinitions()) {
      if (revision.ids().contains(route.getRouteId())) {
        written.add(route);
      } else if (revision.has(route.getRouteId())) {
        ofKamelets.add(route);
      }
    }
    written.addAll(ofKamelets);
    return written;
  }

  /** Closes a revision, and removes it once its requests have been answered. */
  void retire(RouteRevision revision) {
    close(revision);
    long end = System.nanoTime() + LONGEST_REQUEST.toNanos();
    clock.execute(() -> look(revision, end));
  }

  private void look(RouteRevision revision, long end) {
    if (!isIdle(revision) && System.nanoTime() - end < 0) {
      clock.schedule(() -> look(revision, end), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    try {
      stop(revision);
      remove(revision);
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
