package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.http.HttpEndpointUriFactory;

/** Which of Camel's components a route may use, and with which options. */
final class RouteEndpoints {

  static final String KAMELET = "kamelet";
  static final String DIRECT = "direct";
  static final String LOG = "log";
  static final String TAKE = "jms-transacted";
  static final String PUT = "jms-confirmed";

  private static final String HTTP = "http";

  /**
   * What an endpoint of a component may be.
   *
   * @param name what may follow the component in the address
   * @param options that it may have
   */
  private record Allowed(Pattern name, Set<String> options) {

    Allowed(String name, String options) {
      this(Pattern.compile(name), options.isEmpty() ? Set.of() : Set.of(options.split(" ")));
    }
  }

  /** Of a kamelet, the parameters are checked by its definition; of a web address, the whole. */
  private static final Map<String, Allowed> ALLOWED =
      Map.of(
          RouteKind.WEB,
          new Allowed("(?:/[A-Za-z0-9._~{}:?-]+)+/?", "httpMethodRestrict consumes produces path"),
          DIRECT,
          new Allowed("[A-Za-z0-9._-]+", ""),
          LOG,
          new Allowed(
              "[A-Za-z0-9._-]+",
              "level loggerLevel marker logMask maxChars multiline showAll showBody showBodyType "
                  + "showExchangeId showExchangePattern showHeaders showProperties showVariables"),
          KAMELET,
          new Allowed("[A-Za-z0-9-]+", ""),
          TAKE,
          new Allowed(
              "queue:(?:\\{\\{[A-Za-z]+}}|[a-z][a-z0-9.-]*)",
              "concurrentConsumers maxConcurrentConsumers transacted"),
          PUT,
          new Allowed("kyc\\.[a-z-]+", ""),
          HTTP,
          new Allowed(
              "",
              "httpMethod throwExceptionOnFailure disableStreamCache ignoreResponseBody "
                  + "connectTimeout connectionRequestTimeout responseTimeout soTimeout"));

  private static final Pattern URI =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):?([^?]*)(?:\\?(.*))?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

  /** A web address without a user; if it may have a query, one without property references. */
  private static final Pattern WEB =
      Pattern.compile("https?://[^\\s/?#@%]+(?:/[^\\s?#]*)?(?:\\?([^\\s#]*))?");

  private static final String UNKNOWN = "https://not.set";

  private final RouteFile file;
  private final RouteTexts texts;
  private final Set<String> components;

  /**
   * The rules for one file.
   *
   * @param components that may be used
   */
  RouteEndpoints(RouteFile file, RouteTexts texts, Set<String> components) {
    this.file = file;
    this.texts = texts;
    this.components = components;
  }

  /**
   * Checks an endpoint that names a component.
   *
   * @param endpoint a text, or an object with {@code uri} and {@code parameters}
   */
  void check(JsonNode endpoint, int line) {
    String uri = uri(endpoint);
    Matcher parts = URI.matcher(uri);
    String component = parts.matches() ? parts.group(1) : uri.split("[:?]", 2)[0];
    if (!components.contains(component)) {
      throw file.bad(
          line,
          "the component '%s' is not allowed here%s",
          RouteDiagnostic.quote(component),
          Suggestions.hint(component, components));
    }
    boolean apart = component.equals(RouteKind.WEB) && uri.equals(RouteKind.WEB);
    String name = apart ? RouteKind.start(endpoint).replaceFirst("^[^:]*:?", "") : parts.group(2);
    if (!ALLOWED.get(component).name().matcher(name).matches()) {
      throw file.bad(
          line, "'%s' is no name that %s may have here.", RouteDiagnostic.quote(name), component);
    }
    Map<String, JsonNode> given = given(parts.group(3), endpoint, line);
    if (!apart && component.equals(RouteKind.WEB) && given.containsKey(RouteKind.PATH)) {
      throw file.bad(line, "the path stands in the uri already; take the parameter 'path' out.");
    }
    if (!component.equals(KAMELET)) {
      checkOptions(component, given, endpoint, line);
    }
    given.forEach((option, value) -> texts.checkValue(line(endpoint, option, line), option, value));
  }

  /**
   * Checks an endpoint whose address is a setting.
   *
   * @param address the placeholder with which it must begin
   */
  void checkCall(JsonNode endpoint, int line, String address) {
    String uri = uri(endpoint);
    // What follows must not become a part of the host's name.
    if (!uri.startsWith("{{" + address + "}}")
        || !uri.substring(address.length() + 4).matches("(?s)(?:[/?].*)?")) {
      throw file.bad(
          line, "a call goes to the address that is set; begin it with {{%s}}.", address);
    }
    String literal = uri.replaceAll("\\$\\{[^{}]*}", "x");
    texts.checkSimple(line, uri, false);
    checkWeb("uri", literal, line);
    Map<String, JsonNode> given = given(null, endpoint, line);
    checkOptions(HTTP, given, endpoint, line);
    given.forEach(
        (option, value) -> {
          int place = line(endpoint, option, line);
          texts.checkValue(place, option, value);
          texts.checkSimple(place, value.asText(), false);
        });
  }

  /** Checks options that a kamelet's template passes to a web component. */
  void checkWebOptions(JsonNode endpoint, int line) {
    checkOptions(HTTP, given(null, endpoint, line), endpoint, line);
  }

  /** Checks a value that becomes an endpoint's whole address. */
  void checkWeb(String parameter, String text, int line) {
    Matcher written = WEB.matcher(texts.withDefaults(text, UNKNOWN));
    Set<String> options = new HttpEndpointUriFactory().propertyNames();
    boolean good = written.matches();
    if (good && written.group(1) != null) {
      String query = written.group(1);
      good = !query.contains("%23") && !query.contains("RAW");
      for (String pair : query.split("&")) {
        good &= !options.contains(pair.split("=", 2)[0]);
      }
    }
    String set = texts.withSettings(text);
    if (!good || !(set.isBlank() || set.startsWith("/") || WEB.matcher(set).matches())) {
      throw file.bad(
          line,
          "%s: \"%s\" is no address such as https://host/path.",
          parameter,
          RouteDiagnostic.quote(text));
    }
  }

  /** Checks a value that becomes a part of an endpoint's address. */
  void checkPart(String parameter, String text, int line) {
    if (!texts.readings(text).stream().allMatch(r -> PLAIN.matcher(r).matches())) {
      throw file.bad(
          line,
          "parameter '%s' must be a name, of letters, digits, dot, underscore and hyphen.",
          parameter);
    }
  }

  private Map<String, JsonNode> given(String query, JsonNode endpoint, int line) {
    Map<String, JsonNode> given = new TreeMap<>();
    if (query != null) {
      for (String pair : query.split("&")) {
        String[] parts = pair.split("=", 2);
        if (parts[0].contains("%") || given.containsKey(parts[0])) {
          throw file.bad(line, "write the parameter '%s' once, and plainly.", parts[0]);
        }
        given.put(parts[0], TextNode.valueOf(parts.length > 1 ? parts[1] : ""));
      }
    }
    endpoint
        .path("parameters")
        .properties()
        .forEach(parameter -> given.put(parameter.getKey(), parameter.getValue()));
    return given;
  }

  private void checkOptions(
      String component, Map<String, JsonNode> given, JsonNode endpoint, int line) {
    Set<String> known = ALLOWED.get(component).options();
    for (String option : given.keySet()) {
      if (!known.contains(option)) {
        throw file.bad(
            line(endpoint, option, line),
            "%s has no option '%s'%s",
            component,
            option,
            Suggestions.hint(option, known));
      }
    }
  }

  private int line(JsonNode endpoint, String option, int line) {
    JsonNode parameters = endpoint.path("parameters");
    return parameters.has(option) ? file.line(parameters, option) : line;
  }

  static String uri(JsonNode endpoint) {
    return endpoint.isTextual() ? endpoint.asText() : endpoint.path("uri").asText();
  }
}
