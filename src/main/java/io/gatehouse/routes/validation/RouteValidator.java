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
 * All that is looked at before files are served, at the start, at a reload and on the command line:
 * what we know of them, and then a trial. A start makes the routes themselves in place of a trial,
 * and has them tried only if that fails, to tell of each file what a trial tells.
 */
public final class RouteValidator {

  private final RouteCheck check;
  private final DryRun dryRun;

  public RouteValidator(RouteCheck check, DryRun dryRun) {
    this.check = check;
    this.dryRun = dryRun;
  }

  /**
   * The first thing that is wrong with each file, by file and line. Files that use a kamelet which
   * is bad itself are not looked at before that one is mended.
   */
  public List<RouteDiagnostic> of(RouteSet set) {
    return of(set, List.of());
  }

  /**
   * The same.
   *
   * @param others what is known to be wrong with files of the set beside that
   */
  public List<RouteDiagnostic> of(RouteSet set, List<RouteDiagnostic> others) {
    List<RouteDiagnostic> problems = new ArrayList<>(others);
    RouteSet sound = sound(set, check, problems);
    problems.addAll(dryRun.of(sound));
    return firstOfEach(problems);
  }

  /** The same without a trial. */
  public static List<RouteDiagnostic> known(RouteSet set, RouteCheck check) {
    List<RouteDiagnostic> problems = new ArrayList<>();
    sound(set, check, problems);
    return firstOfEach(problems);
  }

  /** The files against which nothing is known; what is known goes to the problems. */
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
    // A bad kamelet is told by each file that uses it.
    Set<Path> reported = new HashSet<>();
    return problems.stream().filter(problem -> reported.add(problem.file())).toList();
  }
}
