package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * What a route file may do, as {@code docs/security.md} describes: an allow-list of steps,
 * languages, components, options and placeholders. Anything else never reaches Camel, which would
 * read addresses, load classes and create objects while it parses a file. The checks here do none
 * of that.
 */
final class RouteAllowList {

  private static final Set<String> OF_ROUTE = Set.of("id", "description", "note", "from");
  private static final Set<String> OF_FROM =
      Set.of("id", "description", "note", "uri", "parameters", "steps");

  private static final Map<RouteKind, Set<String>> CALLED =
      Map.of(
          RouteKind.VENDOR, Set.of(RouteEndpoints.KAMELET, RouteEndpoints.LOG),
          RouteKind.DOWNSTREAM, Set.of(RouteEndpoints.KAMELET, RouteEndpoints.LOG),
          RouteKind.REGISTRATION,
              Set.of(RouteEndpoints.KAMELET, RouteEndpoints.LOG, RouteEndpoints.DIRECT));

  private static final Map<RouteKind, String> STARTS =
      Map.of(
          RouteKind.VENDOR, RouteKind.WEB,
          RouteKind.DOWNSTREAM, RouteEndpoints.KAMELET,
          RouteKind.REGISTRATION, RouteEndpoints.DIRECT);

  private final RouteSet.Use use;
  private final RouteFile file;
  private final Kamelets kamelets;
  private final RouteTexts texts;
  private final RouteEndpoints endpoints;

  /** The permissions of one file. */
  RouteAllowList(RouteSet.Use use, Kamelets kamelets, RouteTexts texts) {
    this.use = use;
    this.file = use.file();
    this.kamelets = kamelets;
    this.texts = texts;
    this.endpoints = new RouteEndpoints(file, texts, CALLED.get(use.kind()));
  }

  /** Checks a route whose words, kamelets and their parameters are known. */
  void check(JsonNode route) {
    texts.checkPlaceholders(route, kamelets.secretsIn(route));
    JsonNode from = route.path("from");
    file.checkMembers("route", route, OF_ROUTE);
    file.checkMembers("from", from, OF_FROM);
    int line = file.line(from, "uri");
    new RouteEndpoints(file, texts, Set.of(STARTS.get(use.kind()))).check(from, line);
    checkKamelet(from, line);
    RouteSteps.Scope scope =
        use.kind() == RouteKind.REGISTRATION ? RouteSteps.Scope.CALLS : RouteSteps.Scope.EVENTS;
    new RouteSteps(file, texts, scope, this::checkCall).check(from.path("steps"));
  }

  private void checkCall(JsonNode endpoint, int line) {
    String uri = RouteEndpoints.uri(endpoint);
    if (use.kind() == RouteKind.REGISTRATION && uri.startsWith("{{")) {
      endpoints.checkCall(endpoint, line, use.kind().address(file.name()));
      return;
    }
    endpoints.check(endpoint, line);
    checkKamelet(endpoint, line);
  }

  /** Checks a value that a kamelet uses as an address, or as a part of one. */
  private void checkKamelet(JsonNode endpoint, int line) {
    kamelets
        .inAddresses(Kamelets.named(RouteEndpoints.uri(endpoint)))
        .forEach(
            (parameter, whole) -> {
              JsonNode value = endpoint.path("parameters").path(parameter);
              int place = Math.max(line, file.line(endpoint.path("parameters"), parameter));
              if (RouteEndpoints.uri(endpoint).contains("?")) {
                throw file.bad(line, "write the kamelet's parameters under 'parameters:'.");
              } else if (value.isMissingNode()) {
                return;
              } else if (whole) {
                endpoints.checkWeb(parameter, value.asText(), place);
              } else {
                endpoints.checkPart(parameter, value.asText(), place);
              }
            });
  }
}
