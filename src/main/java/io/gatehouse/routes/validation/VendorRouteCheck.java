package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks a vendor's route as a whole: what it receives, the order of its steps, and whether each
 * branch ends on the bus.
 */
final class VendorRouteCheck {

  private static final String TO = "to";
  private static final String PUBLISH = "publish";
  private static final String STOP = "stop";
  private static final Pattern OWN_READING = Pattern.compile("\\b(?:unmarshal|process|setBody):");
  private static final Pattern JSON =
      Pattern.compile(
          "(?i)\\s*application/(?:json|[^\\s;/]+\\+json)\\s*(?:;\\s*charset=\"?(?:utf-8|us-ascii)\"?\\s*)?");
  private static final int CREDENTIALS = 2;
  private static final int TYPE = 5;
  private static final Map<String, Integer> PLACES =
      Map.of("allow-sources", 0, "limit-size", 1, "decrypt-aes", 3, "read-json", 4, PUBLISH, 6);
  private static final String ORDER =
      "allow-sources, limit-size, the credentials, decrypt-aes, read-json, the type, publish";

  private final RouteFile file;
  private final Kamelets kamelets;
  private final RouteTexts texts;
  private boolean read;
  private String before = "";

  VendorRouteCheck(RouteFile file, Kamelets kamelets, RouteTexts texts) {
    this.file = file;
    this.kamelets = kamelets;
    this.texts = texts;
  }

  /** Checks a route. */
  void check(JsonNode route) {
    String id = route.path("id").asText();
    JsonNode from = route.path("from");
    checkConsumes(from);
    JsonNode steps = from.path("steps");
    if (published(steps).findAny().isEmpty()) {
      throw file.bad(
          file.line(route, "id"),
          "route '%s' publishes nothing; end its steps with '- to: {uri: kamelet:publish, …}'.",
          id);
    }
    JsonNode early = earlyStop(steps);
    if (early != null) {
      throw file.bad(
          file.line(early, STOP),
          "this 'stop' ends the route with nothing stored, and such events are answered 503; put"
              + " publish or quarantine above it, or take it out.");
    }
    if (!ends(steps)) {
      throw file.bad(
          file.line(route, "id"),
          "route '%s' has a way on which nothing is published, and such events are answered 503; let publish stand below the branches, or in each of them, with an 'otherwise'.",
          id);
    }
    checkOrder(steps, 0);
    published(steps).forEach(this::checkIdentity);
  }

  private void checkConsumes(JsonNode from) {
    JsonNode parameters = from.path("parameters");
    String uri = from.path("uri").asText();
    JsonNode written =
        parameters.has("consumes")
            ? parameters.path("consumes")
            : StepCheck.query(uri).path("consumes");
    String given = texts.withSettings(written.asText());
    boolean json = Arrays.stream(given.split(",")).allMatch(type -> JSON.matcher(type).matches());
    if (!written.isMissingNode() && !json) {
      throw file.bad(
          parameters.has("consumes") ? file.line(parameters, "consumes") : file.line(from, "uri"),
          "'consumes' cannot be '%s': the gateway answers 415 to everything but JSON; write application/json.",
          RouteDiagnostic.quote(written.asText()));
    }
  }

  /** The first step that may end the route with nothing stored; null if there is none. */
  private static JsonNode earlyStop(JsonNode steps) {
    for (JsonNode step : steps) {
      if (step.has(STOP)) {
        return step;
      }
      for (JsonNode branch : branches(step)) {
        JsonNode early = earlyStop(branch);
        if (early != null) {
          return early;
        }
      }
      if (isEnd(step)) {
        return null;
      }
    }
    return null;
  }

  /** Whether each branch through the steps stores the event. */
  private static boolean ends(JsonNode steps) {
    for (JsonNode step : steps) {
      if (isEnd(step)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEnd(JsonNode step) {
    return StepCheck.STORING.contains(StepCheck.kamelet(step))
        || (step.path("choice").has("otherwise")
            && branches(step).stream().allMatch(VendorRouteCheck::ends));
  }

  /** The steps of each branch of a step. */
  private static List<JsonNode> branches(JsonNode step) {
    List<JsonNode> branches = new ArrayList<>();
    JsonNode when = step.at("/choice/when");
    (when.isArray() ? when : List.of(when)).forEach(one -> branches.add(one.path("steps")));
    branches.add(step.at("/choice/otherwise/steps"));
    branches.add(step.at("/filter/steps"));
    branches.removeIf(JsonNode::isMissingNode);
    return branches;
  }

  private int checkOrder(JsonNode steps, int reached) {
    int furthest = reached;
    for (JsonNode step : steps) {
      String name = StepCheck.kamelet(step);
      Integer place = place(step, name);
      read |= reads(name, place);
      if (place != null) {
        String word = name.isEmpty() ? "the type" : name;
        int line = file.line(step, name.isEmpty() ? "setVariable" : TO);
        if (place < furthest) {
          throw file.bad(
              line,
              "%s stands below %s, and comes too late there; the order is: %s.",
              word,
              before,
              ORDER);
        }
        if (place == PLACES.get(PUBLISH) && !read) {
          throw file.bad(
              line,
              "publish needs JSON that has been read; add '- to: kamelet:read-json' above, or a"
                  + " step of yours that reads.");
        }
        before = place > furthest || before.isEmpty() ? word : before;
        furthest = place;
      }
      int deepest = furthest;
      boolean asks =
          step.at("/choice/when").findValue("jq") != null
              || step.path("filter").findValue("jq") != null;
      if (!read && asks) {
        deepest = TYPE;
        before = "a choice over the JSON";
      }
      for (JsonNode branch : branches(step)) {
        deepest = Math.max(deepest, checkOrder(branch, furthest));
      }
      furthest = deepest;
    }
    return furthest;
  }

  /** Whether a kamelet reads the body; a user's own kamelet may do so as well. */
  private boolean reads(String name, Integer place) {
    return name.equals("read-json")
        || (place == null && kamelets.has(name) && OWN_READING.matcher(kamelets.text(name)).find());
  }

  private Integer place(JsonNode step, String name) {
    if (step.at("/setVariable/name").asText().equals("type")) {
      return step.path("setVariable").has("constant") ? null : TYPE;
    }
    Integer place = PLACES.get(name);
    return place == null && kamelets.vouches(name) ? Integer.valueOf(CREDENTIALS) : place;
  }

  private static Stream<JsonNode> published(JsonNode steps) {
    return RouteFile.nodes(steps).filter(step -> StepCheck.kamelet(step).equals(PUBLISH));
  }

  private void checkIdentity(JsonNode step) {
    JsonNode to = step.path(TO);
    JsonNode given = StepCheck.parameters(RouteEndpoints.uri(to), to.path("parameters"));
    if (given.path("id").asText().isBlank() && given.path("identity").asText().isBlank()) {
      throw file.bad(
          file.line(step, TO),
          "publish needs the parameter 'id' or 'identity', or no retry of the vendor's is"
              + " recognised; say where its event id stands, or what makes two deliveries the"
              + " same event.");
    }
  }
}
