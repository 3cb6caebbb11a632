package io.gatehouse.routes.deployment;

import io.gatehouse.routes.validation.RouteDiagnostic;
import io.gatehouse.routes.validation.RouteFile;
import java.util.List;

/** The start failed because of these route files. */
final class RoutesNotServedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private RoutesNotServedException(List<RouteDiagnostic> problems) {
    super(RouteDiagnostic.text(problems));
  }

  /** A file that Camel rejects; a dry run finds a clearer sentence. */
  RoutesNotServedException(RouteFile file, Exception failure) {
    super(file.path() + ": " + RouteDiagnostic.sentence(failure) + ".", failure);
  }

  static void unlessEmpty(List<RouteDiagnostic> problems) {
    if (!problems.isEmpty()) {
      throw new RoutesNotServedException(problems);
    }
  }
}
