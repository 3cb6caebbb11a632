package io.gatehouse.intake;

import java.util.Collection;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.stereotype.Component;

/**
 * Has the metrics of a vendor's route there from when the route is: a monitor that first sees a
 * counter at 1 takes that for no increase. A route that is only tried has no group, and no metrics.
 */
@Component
class RouteMetricsRegistrar extends LifecycleStrategySupport {

  private final RouteFaultMetrics faults;

  RouteMetricsRegistrar(RouteFaultMetrics faults) {
    this.faults = faults;
  }

  @Override
  public void onRoutesAdd(Collection<Route> routes) {
    routes.stream()
        .filter(route -> route.getEndpoint() instanceof PlatformHttpEndpoint)
        .filter(route -> route.getGroup() != null)
        .forEach(route -> faults.watch(route.getGroup(), route.getRouteId()));
  }
}
