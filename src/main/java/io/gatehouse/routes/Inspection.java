package io.gatehouse.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All that is looked at before files are served: what we know of them, and then a trial. */
final class Inspection {

  private final RouteCheck check;
  private final Trial trial;

  Inspection(RouteCheck check, Trial trial) {
    this.check = check;
    this.trial = trial;
  }

  /**
   * The first thing that is wrong with each file, by file and line. Files that use a kamelet which
   * is bad itself are not looked at before that one is mended.
   */
  List<RouteProblem> of(RouteSet set) {
    List<RouteProblem> problems = new ArrayList<>(set.problems());
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
    problems.addAll(trial.of(sound.without(RouteSet.files(problems))));
    problems.sort(Comparator.comparing(RouteProblem::file).thenComparingInt(RouteProblem::line));
    // A bad kamelet is told by each file that uses it.
    Set<Path> told = new HashSet<>();
    return problems.stream().filter(problem -> told.add(problem.file())).toList();
  }
}
