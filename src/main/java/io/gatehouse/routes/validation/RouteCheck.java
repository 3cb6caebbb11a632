package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.settings.BadSettingException;
import io.gatehouse.settings.Placeholder;
import io.gatehouse.settings.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Checks route files before Camel does, for what Camel would report late, unclearly or not at all:
 * unknown words, kamelets and their parameters, missing settings, addresses that the bus does not
 * have, and routes that admit everybody or exist twice.
 */
public final class RouteCheck {

  private static final Pattern TYPE =
      Pattern.compile(
          "(?<![/.@\\w-])(?:(kyc\\.[a-z]+(?:-[a-z]+)*)\\.[a-z-]+|(deliver\\.[a-z0-9-]+))");
  private static final Pattern WEB = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s#]*)?");

  private final Set<String> addresses;
  private final EventVocabulary types;
  private final UnaryOperator<String> setting;
  private final BiFunction<RouteKind, String, String> remedy;

  /**
   * Prepares the check.
   *
   * @param addresses that the bus has
   * @param types of the vocabulary
   * @param setting returns a property's value, or null
   * @param remedy the alternative if a file of this name lacks a setting
   */
  public RouteCheck(
      Set<String> addresses,
      EventVocabulary types,
      UnaryOperator<String> setting,
      BiFunction<RouteKind, String, String> remedy) {
    this.addresses = addresses;
    this.types = types;
    this.setting = setting;
    this.remedy = remedy;
  }

  /** The first problem of each kamelet's own file. */
  static List<RouteDiagnostic> kamelets(List<RouteFile> files) {
    return problems(files, Kamelets::check);
  }

  /**
   * The first problem of each route file.
   *
   * @param set a set whose kamelets are valid
   * @param all all files with which there may be conflicts
   */
  List<RouteDiagnostic> routes(RouteSet set, RouteSet all) {
    Kamelets kamelets = new Kamelets(set.kamelets());
    UniqueNames names = new UniqueNames(all);
    Set<String> secrets = RouteTexts.secretsOf(all);
    return problems(
        set.uses(),
        use -> {
          try {
            RouteTexts texts = new RouteTexts(use.file(), setting, secrets, Set.of());
            check(use, kamelets, names, texts);
            use.routes().forEach(new RouteAllowList(use, kamelets, texts)::check);
          } catch (BadSettingException e) {
            throw use.file().bad(0, e.getMessage());
          }
        });
  }

  private static <T> List<RouteDiagnostic> problems(List<T> of, Consumer<T> check) {
    List<RouteDiagnostic> problems = new ArrayList<>();
    for (T one : of) {
      try {
        check.accept(one);
      } catch (BadRouteException e) {
        problems.add(e.problem());
      }
    }
    return problems;
  }

  private void check(RouteSet.Use use, Kamelets kamelets, UniqueNames names, RouteTexts texts) {
    RouteFile file = use.file();
    if (use.kind() == RouteKind.VENDOR && !kamelets.has(Kamelets.QUARANTINE)) {
      throw file.bad(
          0, "there is no kamelet 'quarantine', which takes what the routes fail on; put it back.");
    }
    checkSettings(file, use.kind());
    checkAddress(file, use.kind());
    checkTypes(file, texts);
    if (!file.tree().isArray()) {
      throw file.bad(1, "a route file is a list of entries '- route:'.");
    }
    for (JsonNode entry : file.tree()) {
      JsonNode route = entry.path("route");
      if (!route.isObject()) {
        throw file.bad(
            file.lines().of(entry),
            "a route file is a list of entries '- route:'; '%s' is none.",
            String.join(", ", Kamelets.names(entry)));
      }
      checkRoute(use, route, kamelets, names, texts);
    }
  }

  private void checkRoute(
      RouteSet.Use use, JsonNode route, Kamelets kamelets, UniqueNames names, RouteTexts texts) {
    RouteFile file = use.file();
    RouteKind kind = use.kind();
    DslSchema.check(file, "route", route);
    String id = route.path("id").asText();
    if (id.isBlank()) {
      throw file.bad(file.lines().of(route), "the route has no id; give it one.");
    }
    kind.checkStart(file, id, route.path("from"));
    names.check(file, route);
    new StepCheck(file, kamelets, names).check(route);
    if (kind == RouteKind.DOWNSTREAM) {
      checkName(file, route, "queue", "deliver." + file.name());
      checkName(file, route, "receiver", file.name());
    }
    if (kind == RouteKind.VENDOR && !StepCheck.isProvedFirst(route.at("/from/steps"), kamelets)) {
      throw file.bad(
          file.line(route, "id"),
          "route '%s' lets anybody in; add a step that proves the sender, such as require-token or require-key, above whatever publishes.",
          id);
    }
    if (kind == RouteKind.VENDOR) {
      RouteFile.nodes(route)
          .filter(node -> node.path("name").asText().equals("type"))
          .forEach(node -> types.check(file, node, texts));
      new VendorRouteCheck(file, kamelets, texts).check(route);
    }
    kamelets.checkVariables(file, route);
    LogStepCheck.ofRoutes(file, kamelets, texts).check(route);
  }

  /** A copied file must not receive another system's events, nor authenticate as another system. */
  private static void checkName(RouteFile file, JsonNode route, String parameter, String expected) {
    for (JsonNode holder : route.findParents(parameter)) {
      String given = holder.path(parameter).asText();
      if (!expected.equals(given)) {
        throw file.bad(
            file.line(holder, parameter),
            "the parameter '%s' must be %s here, after the file's name, not '%s'.",
            parameter,
            expected,
            given);
      }
    }
  }

  private void checkSettings(RouteFile file, RouteKind kind) {
    Placeholder.in(file.text())
        .filter(placeholder -> placeholder.isRequired() && !placeholder.name().isEmpty())
        .forEach(
            placeholder -> {
              String name = placeholder.name();
              String value = setting.apply(name);
              if (value == null || value.isBlank()) {
                throw file.bad(
                    file.lineAt(placeholder.start()),
                    "%s is not set: give it a value (environment variable %s), or %s.",
                    name,
                    Secrets.variable(name),
                    remedy.apply(kind, file.name()));
              }
            });
  }

  /** Checks an address: Camel would accept any that some component of it knows. */
  private void checkAddress(RouteFile file, RouteKind kind) {
    String name = kind.address(file.name());
    String address = name.isEmpty() ? null : setting.apply(name);
    if (address != null && !WEB.matcher(address.strip()).matches()) {
      throw file.bad(
          file.lineOf("{{" + name),
          // The value is left out: an address may contain a password.
          "%s: what is set is no address such as https://host/path.".formatted(name));
    }
  }

  private void checkTypes(RouteFile file, RouteTexts texts) {
    String[] lines = file.text().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String wrong = unknownAddress(lines[i]);
      if (wrong != null) {
        throw file.bad(
            i + 1, "the bus has no address '%s'%s", wrong, Suggestions.hint(wrong, addresses));
      }
      String filled = texts.withSettings(lines[i]);
      // A web address may contain a part that looks like a bus address.
      if (!filled.contains("://") && unknownAddress(filled) != null) {
        throw file.bad(
            i + 1,
            "a setting of this line names an address that the bus does not have; correct it.");
      }
    }
  }

  /** The first address in a text that the bus does not have; null if there is none. */
  private String unknownAddress(String text) {
    return TYPE.matcher(text)
        .results()
        .map(type -> type.group(1) == null ? type.group(2) : type.group(1))
        .filter(address -> !addresses.contains(address))
        .findFirst()
        .orElse(null);
  }
}
