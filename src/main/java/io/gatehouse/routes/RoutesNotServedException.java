package io.gatehouse.routes;

import java.util.List;

/** Route files that the gateway cannot start with, and why. */
final class RoutesNotServedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<RouteProblem> problems;

  private RoutesNotServedException(List<RouteProblem> problems) {
    super(problems.get(0).text());
    this.problems = problems;
  }

  /** A file that Camel does not like; a trial will say why in our words. */
  RoutesNotServedException(RouteFile file, Exception failure) {
    super(file.path() + ": " + RouteProblem.sentence(failure) + ".", failure);
    this.problems = List.of();
  }

  static void unlessEmpty(List<RouteProblem> problems) {
    if (!problems.isEmpty()) {
      throw new RoutesNotServedException(problems);
    }
  }

  /** What is wrong; empty where a trial has still to say it. */
  List<RouteProblem> problems() {
    return problems;
  }
}
