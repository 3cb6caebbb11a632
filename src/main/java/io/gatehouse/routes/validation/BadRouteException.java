package io.gatehouse.routes.validation;

import java.nio.file.Path;

/**
 * A file that cannot be served, with its diagnostic. Each check of a file throws it with the first
 * problem that it finds.
 */
public final class BadRouteException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RouteDiagnostic problem;

  BadRouteException(RouteDiagnostic problem) {
    super(problem.text());
    this.problem = problem;
  }

  BadRouteException(Path file, int line, String sentence) {
    this(new RouteDiagnostic(file, line, sentence));
  }

  public RouteDiagnostic problem() {
    return problem;
  }
}
