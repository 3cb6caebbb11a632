package io.gatehouse.routes.validation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One YAML file of the routes folder.
 *
 * @param path its path, as the operator wrote it
 * @param text its content
 * @param tree its content, parsed
 * @param lines the line of each part of the tree
 */
public record RouteFile(Path path, String text, JsonNode tree, YamlLocations lines) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String ROUTE_ENDING = ".camel.yaml";
  private static final String KAMELET_ENDING = ".kamelet.yaml";

  /**
   * Parses a file.
   *
   * @throws BadRouteException if it is not YAML, not in the supported subset, or has a key twice in
   *     one map
   */
  static RouteFile parse(Path path, String written) {
    String text = toLoad(path, written);
    YamlSubset.check(path, text);
    try {
      JsonNode tree = YAML.readTree(text);
      return new RouteFile(path, written, tree, new YamlLocations(text, tree));
    } catch (YamlLocations.TwiceException e) {
      throw new BadRouteException(path, e.line(), e.getMessage());
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw YamlSubset.noYaml(path, line, e.getOriginalMessage());
    } catch (MarkedYAMLException e) {
      throw YamlSubset.noYaml(path, e.getProblemMark().getLine() + 1, e.getProblem());
    } catch (YAMLException e) {
      throw YamlSubset.noYaml(path, 0, e.getMessage());
    }
  }

  /** The content as Camel loads it: with the present names of classes. */
  String toLoad() {
    return toLoad(path, text);
  }

  private static String toLoad(Path path, String text) {
    return isKamelet(path) ? RenamedClasses.replaceIn(text) : text;
  }

  static boolean isRoutes(Path path) {
    return isNamed(path, ROUTE_ENDING);
  }

  public static boolean isKamelet(Path path) {
    return isNamed(path, KAMELET_ENDING);
  }

  /** Editors keep their own files, with a leading dot, beside the one that is edited. */
  private static boolean isNamed(Path path, String ending) {
    String name = path.getFileName().toString();
    return name.endsWith(ending) && !name.startsWith(".");
  }

  /** The file's name without its ending: a vendor's name, or a kamelet's. */
  public String name() {
    return nameOf(path);
  }

  public static String nameOf(Path path) {
    return path.getFileName().toString().replace(ROUTE_ENDING, "").replace(KAMELET_ENDING, "");
  }

  /** The number of the first line that contains this, 0 if none does. */
  int lineOf(String part) {
    int at = part.isBlank() ? -1 : text.indexOf(part);
    return at < 0 ? 0 : lineAt(at);
  }

  /** The number of the line at which this value starts, however it is broken into lines. */
  int lineOfValue(String value) {
    String bare = value.replaceAll("\\s+", "");
    return members(tree)
        .filter(member -> member.value().asText("").replaceAll("\\s+", "").equals(bare))
        .mapToInt(Member::line)
        .filter(line -> line > 0)
        .findFirst()
        .orElse(0);
  }

  /** The line of a route, by its id; the first route's if there is no such route. */
  int lineOfRoute(String id) {
    int first = 0;
    for (JsonNode entry : tree) {
      JsonNode route = entry.path("route");
      int line = lines.of(route, "id");
      first = first == 0 ? line : first;
      if (route.path("id").asText().equals(id)) {
        return line;
      }
    }
    return first;
  }

  /** The line number of a position in the text. */
  int lineAt(int at) {
    return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }

  /** The line of an object's member, else that of the object. */
  int line(JsonNode object, String member) {
    return lines.of(object, member);
  }

  /** A member of an object in the file, and its line. */
  record Member(JsonNode holder, String name, JsonNode value, int line) {}

  /** Each member of each object in a node, in the order of the file. */
  Stream<Member> members(JsonNode node) {
    return node.isObject()
        ? node.properties().stream().flatMap(member -> members(node, member.getKey()))
        : node.valueStream().flatMap(this::members);
  }

  private Stream<Member> members(JsonNode holder, String name) {
    JsonNode value = holder.path(name);
    return Stream.concat(
        Stream.of(new Member(holder, name, value, line(holder, name))), members(value));
  }

  /** A node and each node in it, in the order of the file. */
  static Stream<JsonNode> nodes(JsonNode node) {
    return Stream.concat(Stream.of(node), node.valueStream().flatMap(RouteFile::nodes));
  }

  /**
   * An exception with a diagnostic of this file.
   *
   * @param parts for the placeholders of the sentence; without any, the sentence is not a format
   */
  public BadRouteException bad(int line, String sentence, Object... parts) {
    return new BadRouteException(
        path, line, parts.length == 0 ? sentence : sentence.formatted(parts));
  }

  /**
   * Checks that an object has only these members.
   *
   * @param place the name of the object for the diagnostic
   * @throws BadRouteException with the first member that is not allowed
   */
  void checkMembers(String place, JsonNode object, Set<String> allowed) {
    for (String member : Kamelets.names(object)) {
      if (!allowed.contains(member)) {
        throw bad(
            lines.of(object, member),
            "'%s' is not allowed in '%s'%s"
                .formatted(member, place, Suggestions.hint(member, allowed)));
      }
    }
  }
}
