package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.springframework.web.util.UriComponentsBuilder;

/** Checks the steps of one file: the kamelets that they use, and the routes that they call. */
final class StepCheck {

  /** The kamelets that store an event on the bus. */
  static final Set<String> STORING = Set.of("publish", Kamelets.QUARANTINE);

  private static final String TO = "to";
  private static final String URI = "uri";

  private final RouteFile file;
  private final Kamelets kamelets;
  private final UniqueNames names;

  StepCheck(RouteFile file, Kamelets kamelets, UniqueNames names) {
    this.file = file;
    this.kamelets = kamelets;
    this.names = names;
  }

  /** Checks a route. */
  void check(JsonNode route) {
    file.members(route).forEach(this::check);
  }

  private void check(RouteFile.Member member) {
    JsonNode value = member.value();
    if (member.name().equals(TO) || member.name().equals("from")) {
      checkEndpoint(value, value.isTextual() ? member.line() : file.line(value, URI));
    } else if (isKameletElsewhere(member.name(), value)) {
      throw file.bad(
          member.line(),
          "a kamelet is used by '- to: kamelet:<name>' only; write the step like that.");
    } else if (value.isTextual()) {
      names.checkNamed(file, member.line(), value.asText());
    }
  }

  private static boolean isKameletElsewhere(String word, JsonNode value) {
    String uri = value.isObject() ? value.path(URI).asText() : value.asText();
    return word.equals("kamelet") || (!word.equals(URI) && uri.startsWith(Kamelets.SCHEME));
  }

  private void checkEndpoint(JsonNode endpoint, int line) {
    String uri = RouteEndpoints.uri(endpoint);
    String name = Kamelets.named(uri);
    if (name.isEmpty()) {
      names.checkNamed(file, line, uri);
    } else {
      kamelets.checkUse(file, line, name, parameters(uri, endpoint.path("parameters")));
    }
  }

  /** The parameters in a URI. */
  static ObjectNode query(String uri) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    UriComponentsBuilder.newInstance()
        .query(uri.contains("?") ? uri.substring(uri.indexOf('?') + 1) : null)
        .build()
        .getQueryParams()
        .toSingleValueMap()
        .forEach(given::put);
    return given;
  }

  /**
   * The parameters of an endpoint: those in its address, where a secret or a misspelt parameter
   * would be overlooked, else those beside it.
   */
  static JsonNode parameters(String uri, JsonNode beside) {
    return uri.contains("?") ? query(uri) : beside;
  }

  /** The name of the kamelet that a step uses; empty if it uses none. */
  static String kamelet(JsonNode step) {
    return Kamelets.named(RouteEndpoints.uri(step.path(TO)));
  }

  /**
   * Whether a step of the route itself, not of a branch, authenticates the sender before any
   * stores.
   */
  static boolean isProvedFirst(JsonNode steps, Kamelets kamelets) {
    for (JsonNode step : steps) {
      if (kamelets.vouches(kamelet(step))) {
        return true;
      }
      if (stores(step)) {
        return false;
      }
    }
    return false;
  }

  private static boolean stores(JsonNode step) {
    return RouteFile.nodes(step).anyMatch(node -> STORING.contains(kamelet(node)));
  }
}
