package io.gatehouse.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;

/** One route's entry: it has a door at the route's path for as long as the route runs. */
final class WebhookConsumer extends DefaultConsumer implements PlatformHttpConsumer, Suspendable {

  private final Doors doors;
  private final Set<String> methods;
  private volatile Route route;

  WebhookConsumer(PlatformHttpEndpoint endpoint, Processor processor, Doors doors) {
    super(endpoint, processor);
    this.doors = doors;
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

  /** The path as a request line has it. */
  String path() {
    String path = getEndpoint().getPath();
    return path.startsWith("/") ? path : "/" + path;
  }

  /** The vendor, by which the route loader has named the route's group. */
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

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    doors.open(this);
  }

  @Override
  protected void doStop() throws Exception {
    doors.close(this);
    super.doStop();
  }

  @Override
  protected void doSuspend() {
    doors.close(this);
  }

  @Override
  protected void doResume() {
    doors.open(this);
  }
}
