package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/routes}: each file of the folder, whether it is served, and its problem. The
 * problems are shown in the details of readiness too, which is always up: what ran before an edit
 * still runs.
 */
@Component("routes")
@Endpoint(id = "routes")
class RoutesEndpoint implements HealthIndicator {

  private final RouteStates states;
  private final RouteProperties properties;

  RoutesEndpoint(RouteStates states, RouteProperties properties) {
    this.states = states;
    this.properties = properties;
  }

  @ReadOperation
  Map<String, Object> list() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("reload", properties.reload());
    answer.put("refused", states.problems().size());
    answer.put("files", states.states().stream().map(RoutesEndpoint::line).toList());
    return answer;
  }

  @Override
  public Health health() {
    List<String> sentences = states.problems().stream().map(RouteDiagnostic::text).toList();
    Health.Builder up = Health.up();
    return sentences.isEmpty() ? up.build() : up.withDetail("refused", sentences).build();
  }

  private static Map<String, Object> line(RouteStates.State state) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", state.file().toString());
    line.put("state", state.word().name().toLowerCase(Locale.ROOT));
    if (state.word() == RouteStates.Word.REFUSED) {
      line.put("earlier", state.earlier());
    }
    if (state.problem() != null) {
      line.put("line", state.problem().line());
      line.put("problem", state.problem().sentence());
    }
    return line;
  }
}
