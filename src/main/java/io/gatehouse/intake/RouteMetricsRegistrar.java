package io.gatehouse.intake;

import java.util.Collection;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.stereotype.Component;

/**
 * Registers the metrics of a vendor's route when the route is created: a monitoring system that
 * first sees a counter at 1 does not take that for an increase. A route of a dry run has no group,
 * and no metrics.
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
