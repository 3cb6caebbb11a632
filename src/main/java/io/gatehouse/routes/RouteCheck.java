package io.gatehouse.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Secrets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a route file before Camel does, for what Camel would tell late or unclearly: kamelets
 * and their parameters, settings that are not there, addresses that the bus does not have, and
 * routes that let anybody in.
 */
final class RouteCheck {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:(kyc\\.[a-z]+(?:-[a-z]+)*)\\.[a-z-]+|(deliver\\.[a-z0-9-]+))");
  private static final Pattern WEB = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s#]*)?");
  private static final String KAMELET = "kamelet:";
  private static final Set<String> STORING = Set.of("publish", "quarantine");

  private final Set<String> ids = new HashSet<>();
  private final Kamelets kamelets;
  private final Set<String> addresses;
  private final Function<String, String> setting;

  /**
   * Prepares the check.
   *
   * @param addresses that the bus has
   * @param setting gives a property's value, or null
   */
  RouteCheck(Kamelets kamelets, Set<String> addresses, Function<String, String> setting) {
    this.kamelets = kamelets;
    this.addresses = addresses;
    this.setting = setting;
  }

  /**
   * Checks a file.
   *
   * @throws BadSettingException with the first thing that is wrong
   */
  void check(RouteFile file, RouteKind kind) {
    checkSettings(file, kind);
    checkAddress(file, kind);
    checkTypes(file);
    for (JsonNode entry : file.tree()) {
      JsonNode route = entry.path("route");
      if (!route.isObject()) {
        throw new BadSettingException(
            "%s: a route file is a list of entries '- route:'; '%s' is none."
                .formatted(file.path(), String.join(", ", Kamelets.names(entry))));
      }
      checkRoute(file, kind, route);
    }
  }

  private void checkRoute(RouteFile file, RouteKind kind, JsonNode route) {
    String id = route.path("id").asText();
    kind.checkStart(file, id, route.at("/from/uri").asText());
    if (!ids.add(id)) {
      throw new BadSettingException(
          "%s: another route has the id '%s' already; give this one its own."
              .formatted(file.path(), id));
    }
    checkSteps(file, route);
    if (kind == RouteKind.DOWNSTREAM) {
      checkName(file, route, "queue", "deliver." + file.name());
      checkName(file, route, "receiver", file.name());
    }
    if (kind == RouteKind.VENDOR && !isProvedFirst(route.at("/from/steps"))) {
      throw new BadSettingException(
          "%s: route '%s' lets anybody in; add a step that proves the sender, such as require-token or require-key, above whatever publishes."
              .formatted(file.path(), id));
    }
  }

  /** A copied file must not take another system's events, nor prove itself as another. */
  private static void checkName(RouteFile file, JsonNode route, String parameter, String expected) {
    for (JsonNode given : route.findValues(parameter)) {
      if (!expected.equals(given.asText())) {
        throw new BadSettingException(
            "%s: the parameter '%s' must be %s here, after the file's name, not '%s'."
                .formatted(file.path(), parameter, expected, given.asText()));
      }
    }
  }

  /** Whether a step of the route's own, not of a branch, proves the sender before any stores. */
  private boolean isProvedFirst(JsonNode steps) {
    for (JsonNode step : steps) {
      if (kamelets.vouches(kamelet(step.path("to")))) {
        return true;
      }
      if (stores(step)) {
        return false;
      }
    }
    return false;
  }

  private boolean stores(JsonNode node) {
    if (STORING.contains(kamelet(node.path("to")))) {
      return true;
    }
    for (JsonNode child : node) {
      if (stores(child)) {
        return true;
      }
    }
    return false;
  }

  /** The kamelet that a step goes to; empty where it goes elsewhere. */
  private static String kamelet(JsonNode to) {
    String uri = to.isTextual() ? to.asText() : to.path("uri").asText();
    return uri.startsWith(KAMELET) ? uri.substring(KAMELET.length()).split("[?/]")[0] : "";
  }

  private void checkSteps(RouteFile file, JsonNode node) {
    for (JsonNode use : List.of(node.path("to"), node.path("from"))) {
      String name = kamelet(use);
      if (!name.isEmpty()) {
        String place = "%s, line %d".formatted(file.path(), file.lineOf(KAMELET + name));
        kamelets.checkUse(place, name, use.path("parameters"));
      }
    }
    node.forEach(child -> checkSteps(file, child));
  }

  private void checkSettings(RouteFile file, RouteKind kind) {
    Matcher placeholder = PLACEHOLDER.matcher(file.text());
    while (placeholder.find()) {
      String name = placeholder.group(1).replaceFirst("^secret:", "");
      boolean optional = name.startsWith("?") || name.contains(":");
      String value = optional ? "" : setting.apply(name);
      if (!optional && (value == null || value.isBlank())) {
        throw new BadSettingException(
            "%s is not set, and %s needs it: give it a value (environment variable %s), or %s."
                .formatted(name, file.path(), Secrets.variable(name), kind.wayOut(file.name())));
      }
    }
  }

  /** Camel would take anything for an address that some component of it knows. */
  private void checkAddress(RouteFile file, RouteKind kind) {
    String name = kind.address(file.name());
    String address = name.isEmpty() ? null : setting.apply(name);
    if (address != null && !WEB.matcher(address.strip()).matches()) {
      throw new BadSettingException(
          "%s: \"%s\" is no address such as https://host/path.".formatted(name, address));
    }
  }

  private void checkTypes(RouteFile file) {
    Matcher type = TYPE.matcher(file.text());
    while (type.find()) {
      String address = type.group(1) == null ? type.group(2) : type.group(1);
      if (!addresses.contains(address)) {
        throw new BadSettingException(
            "%s, line %d: the bus has no address '%s'%s"
                .formatted(
                    file.path(),
                    file.lineOf(type.group()),
                    address,
                    Near.hint(address, addresses)));
      }
    }
  }
}
