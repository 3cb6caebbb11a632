package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Files that belong together: the kamelets, and the route files to serve.
 *
 * @param kamelets all that can be parsed
 * @param uses the route files that can be parsed
 * @param problems of the files that cannot be parsed
 */
public record RouteSet(List<RouteFile> kamelets, List<Use> uses, List<RouteDiagnostic> problems) {

  public RouteSet {
    kamelets = List.copyOf(kamelets);
    uses = List.copyOf(uses);
    problems = List.copyOf(problems);
  }

  /** A route file and its folder. */
  public record Use(RouteKind kind, RouteFile file) {

    /** The routes of the file, as they are written. */
    List<JsonNode> routes() {
      List<JsonNode> routes = new ArrayList<>();
      file.tree().forEach(entry -> routes.add(entry.path("route")));
      return routes;
    }
  }

  /** The route file at this path. */
  public Optional<Use> at(Path path) {
    return uses.stream().filter(use -> use.file().path().equals(path)).findFirst();
  }

  /** The same routes with other kamelets. */
  public RouteSet with(List<RouteFile> others) {
    return new RouteSet(others, uses, List.of());
  }

  /** The same without some files. */
  RouteSet without(Set<Path> files) {
    return new RouteSet(
        kamelets.stream().filter(file -> !files.contains(file.path())).toList(),
        uses.stream().filter(use -> !files.contains(use.file().path())).toList(),
        List.of());
  }

  /** The same, with these route files in the version of another set, if it has them. */
  public RouteSet with(Set<Path> files, RouteSet other) {
    List<Use> mixed = new ArrayList<>(without(files).uses());
    files.forEach(path -> other.at(path).ifPresent(mixed::add));
    return new RouteSet(kamelets, mixed, List.of());
  }

  /** The text of each route file. */
  public Map<Path, String> texts() {
    return texts(uses.stream().map(Use::file).toList());
  }

  /** The text of each file. */
  public static Map<Path, String> texts(List<RouteFile> files) {
    return files.stream().collect(Collectors.toMap(RouteFile::path, RouteFile::text));
  }

  /** The files of problems. */
  public static Set<Path> files(List<RouteDiagnostic> problems) {
    return problems.stream().map(RouteDiagnostic::file).collect(Collectors.toSet());
  }
}
