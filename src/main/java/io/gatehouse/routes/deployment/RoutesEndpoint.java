package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteProperties;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/routes}: each file of the folder, whether it is served, and its problem. */
@Component
@Endpoint(id = "routes")
class RoutesEndpoint {

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
