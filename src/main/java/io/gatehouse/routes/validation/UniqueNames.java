package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What must be unique: a route's id, a path that receives webhooks, a {@code direct:}. */
final class UniqueNames {

  private static final String DIRECT = "direct:";

  private final Map<String, JsonNode> ids = new HashMap<>();
  private final Map<String, JsonNode> starts = new HashMap<>();
  private final Map<JsonNode, RouteFile> files = new java.util.IdentityHashMap<>();

  UniqueNames(RouteSet set) {
    for (RouteSet.Use use : set.uses()) {
      for (JsonNode route : use.routes()) {
        files.put(route, use.file());
        ids.putIfAbsent(route.path("id").asText(), route);
        starts.putIfAbsent(start(route), route);
      }
    }
  }

  private static String start(JsonNode route) {
    String start = RouteKind.start(route.path("from"));
    // Several routes may start from the same kamelet, and each gets its own.
    return start.startsWith(Kamelets.SCHEME) ? "" : start;
  }

  /** Checks that a route is the first with its id and its start. */
  void check(RouteFile file, JsonNode route) {
    String id = route.path("id").asText();
    if (ids.get(id) != route) {
      throw file.bad(
          file.line(route, "id"),
          "another route has the id '%s' already, in %s; give this one its own.",
          id,
          files.get(ids.get(id)).path());
    }
    String start = start(route);
    if (!start.isEmpty() && starts.get(start) != route) {
      throw file.bad(
          file.line(route.path("from"), "uri"),
          "another route starts from '%s' already, in %s.",
          start,
          files.get(starts.get(start)).path());
    }
  }

  /** Checks a reference to one of the files' own starts. */
  void checkNamed(RouteFile file, int line, String uri) {
    if (uri.startsWith(DIRECT) && !starts.containsKey(uri.split("\\?")[0])) {
      throw file.bad(
          line,
          "no route starts from '%s'%s",
          uri,
          Suggestions.hint(
              uri, starts.keySet().stream().filter(s -> s.startsWith(DIRECT)).toList()));
    }
  }
}
