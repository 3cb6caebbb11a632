package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFile;
import java.util.List;

/** Route files that the gateway cannot start with, and why. */
final class RoutesNotServedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private RoutesNotServedException(List<RouteDiagnostic> problems) {
    super(RouteDiagnostic.text(problems));
  }

  /** A file that Camel does not like; a trial says why in our words. */
  RoutesNotServedException(RouteFile file, Exception failure) {
    super(file.path() + ": " + RouteDiagnostic.sentence(failure) + ".", failure);
  }

  static void unlessEmpty(List<RouteDiagnostic> problems) {
    if (!problems.isEmpty()) {
      throw new RoutesNotServedException(problems);
    }
  }
}
