package io.gatehouse.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * The consumer of one route: it receives the requests to the route's path while the route runs. It
 * counts its requests in flight, so that no route is removed while it handles one.
 */
final class WebhookConsumer extends DefaultConsumer
    implements PlatformHttpConsumer, Suspendable, ShutdownAware {

  private final WebhookRegistry registry;
  private final Set<String> methods;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile boolean open;
  private volatile Route route;

  WebhookConsumer(PlatformHttpEndpoint endpoint, Processor processor, WebhookRegistry registry) {
    super(endpoint, processor);
    this.registry = registry;
    this.methods = methods(endpoint.getHttpMethodRestrict());
  }

  private static Set<String> methods(String restriction) {
    return restriction == null
        ? Set.of("POST")
        : Arrays.stream(restriction.split(","))
            .map(method -> method.strip().toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public PlatformHttpEndpoint getEndpoint() {
    return (PlatformHttpEndpoint) super.getEndpoint();
  }

  /** The path as in a request line. */
  String path() {
    String path = getEndpoint().getPath();
    return path.startsWith("/") ? path : "/" + path;
  }

  /** The vendor, which the route loader has set as the route's group. */
  String vendor() {
    if (route == null) {
      route =
          getEndpoint().getCamelContext().getRoutes().stream()
              .filter(candidate -> candidate.getEndpoint() == getEndpoint())
              .findFirst()
              .orElseThrow();
    }
    return route.getGroup();
  }

  Set<String> methods() {
    return methods;
  }

  /**
   * Admits one request, which must call {@link #leave()} later. Returns false if the consumer has
   * just stopped.
   */
  boolean enter() {
    pending.incrementAndGet();
    if (open) {
      return true;
    }
    pending.decrementAndGet();
    return false;
  }

  void leave() {
    pending.decrementAndGet();
  }

  @Override
  public int getPendingExchangesSize() {
    return pending.get();
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask task) {
    return false;
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    // The consumer leaves the registry when it is suspended or stopped.
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    startAdmitting();
  }

  @Override
  protected void doStop() throws Exception {
    stopAdmitting();
    super.doStop();
  }

  @Override
  protected void doSuspend() {
    stopAdmitting();
  }

  @Override
  protected void doResume() {
    startAdmitting();
  }

  private void startAdmitting() {
    open = true;
    registry.open(this);
  }

  /**
   * The order matters: a request that is not admitted here then finds another consumer, or none.
   */
  private void stopAdmitting() {
    registry.close(this);
    open = false;
  }
}
