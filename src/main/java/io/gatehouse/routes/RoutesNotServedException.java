package io.gatehouse.routes;

import java.util.List;

/** Route files that the gateway cannot start with, and why. */
final class RoutesNotServedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private RoutesNotServedException(List<RouteProblem> problems) {
    super(RouteProblem.text(problems));
  }

  /** A file that Camel does not like; a trial says why in our words. */
  RoutesNotServedException(RouteFile file, Exception failure) {
    super(file.path() + ": " + RouteProblem.sentence(failure) + ".", failure);
  }

  static void unlessEmpty(List<RouteProblem> problems) {
    if (!problems.isEmpty()) {
      throw new RoutesNotServedException(problems);
    }
  }
}
