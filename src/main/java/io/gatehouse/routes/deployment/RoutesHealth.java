package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Shows problems of edited files in the details of readiness. It is always up: what ran before the
 * edit still runs.
 */
@Component("routes")
class RoutesHealth implements HealthIndicator {

  private final RouteStates states;

  RoutesHealth(RouteStates states) {
    this.states = states;
  }

  @Override
  public Health health() {
    List<String> sentences = states.problems().stream().map(RouteDiagnostic::text).toList();
    Health.Builder up = Health.up();
    return sentences.isEmpty() ? up.build() : up.withDetail("refused", sentences).build();
  }
}
