package io.gatehouse.routes.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All checks before files are served, at the start, at a reload and on the command line: the static
 * checks, and then a dry run. A start creates the routes themselves in place of a dry run, and runs
 * one only if that fails, to get the diagnostics of each file.
 */
public final class RouteValidator {

  private final RouteCheck check;
  private final DryRun dryRun;

  public RouteValidator(RouteCheck check, DryRun dryRun) {
    this.check = check;
    this.dryRun = dryRun;
  }

  /**
   * The first problem of each file, by file and line. Files that use a bad kamelet are not checked
   * before that kamelet is corrected.
   */
  public List<RouteDiagnostic> of(RouteSet set) {
    return of(set, List.of());
  }

  /**
   * Does the same.
   *
   * @param others known problems of files of the set
   */
  public List<RouteDiagnostic> of(RouteSet set, List<RouteDiagnostic> others) {
    List<RouteDiagnostic> problems = new ArrayList<>(others);
    RouteSet sound = sound(set, check, problems);
    problems.addAll(dryRun.of(sound));
    return firstOfEach(problems);
  }

  /** Does the same without a dry run. */
  public static List<RouteDiagnostic> known(RouteSet set, RouteCheck check) {
    List<RouteDiagnostic> problems = new ArrayList<>();
    sound(set, check, problems);
    return firstOfEach(problems);
  }

  /** The files without known problems; the problems found are added. */
  private static RouteSet sound(RouteSet set, RouteCheck check, List<RouteDiagnostic> problems) {
    problems.addAll(set.problems());
    problems.addAll(RouteCheck.kamelets(set.kamelets()));
    Set<String> broken =
        RouteSet.files(problems).stream()
            .filter(RouteFile::isKamelet)
            .map(RouteFile::nameOf)
            .collect(Collectors.toSet());
    Set<Path> left =
        set.uses().stream()
            .filter(use -> !Collections.disjoint(Kamelets.usedBy(use), broken))
            .map(use -> use.file().path())
            .collect(Collectors.toSet());
    left.addAll(RouteSet.files(problems));
    RouteSet sound = set.without(left);
    problems.addAll(check.routes(sound, set));
    return sound.without(RouteSet.files(problems));
  }

  private static List<RouteDiagnostic> firstOfEach(List<RouteDiagnostic> problems) {
    problems.sort(
        Comparator.comparing(RouteDiagnostic::file).thenComparingInt(RouteDiagnostic::line));
    // A bad kamelet is reported for each file that uses it.
    Set<Path> reported = new HashSet<>();
    return problems.stream().filter(problem -> reported.add(problem.file())).toList();
  }
}
