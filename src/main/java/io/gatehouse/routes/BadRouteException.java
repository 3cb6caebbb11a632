package io.gatehouse.routes;

import java.nio.file.Path;

/** A file that cannot be served, with the reason. */
final class BadRouteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RouteProblem problem;

  BadRouteException(RouteProblem problem) {
    super(problem.text());
    this.problem = problem;
  }

  BadRouteException(Path file, int line, String sentence) {
    this(new RouteProblem(file, line, sentence));
  }

  RouteProblem problem() {
    return problem;
  }
}
