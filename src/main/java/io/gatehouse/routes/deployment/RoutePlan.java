package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFile;
import io.gatehouse.routes.validation.RouteSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What to serve of the folder's content.
 *
 * @param set a set that has passed validation as it is
 * @param problems of the files that are not served as they are on disk
 */
record RoutePlan(RouteSet set, List<RouteDiagnostic> problems) {

  /**
   * Creates a plan with every file that is valid by itself and fits the others. An invalid route
   * file stays as it is served; kamelets that do not fit the routes stay as they are served, all of
   * them.
   */
  static RoutePlan of(
      RouteSet disk, RouteSet served, Function<RouteSet, List<RouteDiagnostic>> validation) {
    List<RouteDiagnostic> problems = validation.apply(disk);
    if (problems.isEmpty()) {
      return new RoutePlan(disk, problems);
    }
    boolean newKamelets =
        !RouteSet.texts(disk.kamelets()).equals(RouteSet.texts(served.kamelets()));
    Set<Path> bad = RouteSet.files(problems);
    if (bad.stream().noneMatch(RouteFile::isKamelet)) {
      RouteSet mixed = disk.with(bad, served);
      List<RouteDiagnostic> left = validation.apply(mixed);
      if (left.isEmpty() || !newKamelets) {
        return new RoutePlan(left.isEmpty() ? mixed : served, joined(problems, left));
      }
    }
    return withServedKamelets(disk, served, problems, validation);
  }

  private static RoutePlan withServedKamelets(
      RouteSet disk,
      RouteSet served,
      List<RouteDiagnostic> problems,
      Function<RouteSet, List<RouteDiagnostic>> validation) {
    RouteSet routes = disk.with(served.kamelets());
    List<RouteDiagnostic> own = validation.apply(routes);
    Set<Path> bad = RouteSet.files(own);
    disk.problems().forEach(problem -> bad.add(problem.file()));
    bad.removeIf(RouteFile::isKamelet);
    RouteSet mixed = routes.with(bad, served);
    List<RouteDiagnostic> left = validation.apply(mixed);
    List<RouteDiagnostic> reported = joined(joined(problems, own), refused(disk, served, problems));
    return new RoutePlan(left.isEmpty() ? mixed : served, joined(reported, left));
  }

  private static List<RouteDiagnostic> joined(
      List<RouteDiagnostic> some, List<RouteDiagnostic> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }

  /** Kamelets that are refused because they do not fit the other files. */
  private static List<RouteDiagnostic> refused(
      RouteSet disk, RouteSet served, List<RouteDiagnostic> problems) {
    Set<Path> reported = RouteSet.files(problems);
    Map<Path, String> before = RouteSet.texts(served.kamelets());
    String because = problems.get(0).text();
    return disk.kamelets().stream()
        .filter(kamelet -> !kamelet.text().equals(before.get(kamelet.path())))
        .filter(kamelet -> !reported.contains(kamelet.path()))
        .map(
            kamelet ->
                new RouteDiagnostic(
                    kamelet.path(), 0, "the change is not served, because of " + because))
        .toList();
  }
}
